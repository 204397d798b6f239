import Tensors

/// Where each tensor of a network stands in one stretch of memory: weights, their gradients and all that an optimiser
/// keeps of them lie alike.
public struct ParameterLayout: Sendable {
  /// A tensor of the network.
  public struct Entry: Sendable {
    /// Its name in the state dict, and its shape.
    public let parameter: Parameter
    /// Its first value's place.
    public let offset: Int

    /// Its name in the state dict.
    public var name: String { parameter.name }
    /// The extent of each dimension, outermost first.
    public var shape: [Int] { parameter.shape }
    /// The number of its values.
    public var count: Int { parameter.count }
  }

  /// In the order of the state dict, what is not learnt behind all else; a Linear that is used twice stands under its
  /// first name alone.
  public let entries: [Entry]
  /// How many values there are, with the gaps that keep each tensor on cache lines of its own.
  public let count: Int
  /// How many of them training moves: the first ones.
  public let learntCount: Int
  private let places: [String: Int]
  /// What stands before the names that `offset` is asked for.
  private var prefix = ""

  /// The layout of these tensors, one after another.
  init(_ parameters: [Parameter]) {
    var entries: [Entry] = []
    var offset = 0
    var learntCount = 0
    for parameter in parameters.filter(\.isLearnt) + parameters.filter({ !$0.isLearnt }) {
      if parameter.isLearnt { learntCount = offset + padded(parameter.count) }
      entries.append(Entry(parameter: parameter, offset: offset))
      // A product may read a panel of 32 columns where only the first belong to the tensor.
      offset += padded(parameter.count)
    }
    self.entries = entries
    count = offset + 64
    self.learntCount = learntCount
    places = Dictionary(entries.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The entry of that name; nil when the network has no such tensor.
  public func entry(_ name: String) -> Entry? { places[name].map { entries[$0] } }

  /// The place of a layer's tensor; throws when the layout is of another network.
  func offset(of parameter: Parameter) throws -> Int {
    guard let entry = entry(prefix + parameter.name) else {
      throw NetworkError.weightsDontFit(missing: [prefix + parameter.name], unexpected: [], misshapen: [])
    }
    return entry.offset
  }

  /// The same layout, seen from a part of the network whose names begin with `prefix`.
  func under(_ prefix: String) -> ParameterLayout {
    var layout = self
    layout.prefix += prefix
    return layout
  }

  /// All values in memory that lies in this order.
  public func values(in buffer: FloatBuffer) -> [Float] {
    Array(UnsafeBufferPointer(start: buffer.slice(0, count), count: count))
  }

  /// The values of a tensor in memory that lies in this order.
  public func values(of entry: Entry, in buffer: FloatBuffer) -> [Float] {
    Array(UnsafeBufferPointer(start: buffer.slice(entry.offset, entry.count), count: entry.count))
  }
}
