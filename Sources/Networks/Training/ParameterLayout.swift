import Checkpoints
import Tensors

/// Where each tensor of a network stands in one stretch of memory: weights, their gradients and all that an optimiser
/// keeps of them lie alike.
public struct ParameterLayout: Sendable {
  /// A tensor of the network.
  public struct Entry: Sendable {
    public let name: String
    public let shape: [Int]
    /// Its first value's place.
    public let offset: Int
    public var count: Int { shape.reduce(1, *) }
  }

  /// In the order of the state dict; a Linear that is used twice stands under its first name alone.
  public let entries: [Entry]
  /// How many values there are, with the gaps that keep each tensor on cache lines of its own.
  public let count: Int
  private let places: [String: Int]
  /// What stands before the names that `offset` is asked for.
  private var prefix = ""

  /// The layout of a network.
  public init(_ architecture: NetworkDescription) {
    var entries: [Entry] = []
    var offset = 0
    for (name, shape) in architecture.expectedTensors() where architecture.firstName(of: name) == name {
      entries.append(Entry(name: name, shape: shape, offset: offset))
      // A product may read a panel of 32 columns where only the first belong to the tensor.
      offset += padded(shape.reduce(1, *))
    }
    self.entries = entries
    count = offset + 64
    places = Dictionary(entries.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The entry of that name; every name that `expectedTensors` lists has one.
  public func entry(_ name: String) -> Entry? { places[name].map { entries[$0] } }

  /// The place of a layer's tensor.
  func offset(_ parameter: Parameter) throws -> Int {
    let name = prefix + parameter.name
    guard let entry = entry(name) else {
      throw NetworkError.weightsDontFit(missing: [name], unexpected: [], misshapen: [])
    }
    return entry.offset
  }

  /// The places of a Linear's weight and of its bias; throws for one that has no bias.
  func offsets(_ linear: Linear) throws -> (weight: Int, bias: Int) {
    guard let bias = linear.bias else {
      throw NetworkError.wrongInput(expected: "a Linear with a bias", found: linear.weight.shape)
    }
    return (try offset(linear.weight), try offset(bias))
  }

  /// The same layout, seen from a part of the network whose names begin with `prefix`.
  func under(_ prefix: String) -> ParameterLayout {
    var layout = self
    layout.prefix += prefix
    return layout
  }

  /// Reads a state dict's tensors into memory that lies in this order; throws when they don't fit the architecture.
  public func read(_ weights: StateDict, of architecture: NetworkDescription, into buffer: FloatBuffer) throws {
    try architecture.checkWeights(weights)
    let source = WeightSource(weights)
    for entry in entries {
      let values = try source.values(of: Parameter(entry.name, entry.shape))
      buffer.slice(entry.offset, entry.count).update(from: values, count: entry.count)
    }
  }

  /// The values of a tensor in memory that lies in this order.
  public func values(of entry: Entry, in buffer: FloatBuffer) -> [Float] {
    Array(UnsafeBufferPointer(start: buffer.slice(entry.offset, entry.count), count: entry.count))
  }
}
