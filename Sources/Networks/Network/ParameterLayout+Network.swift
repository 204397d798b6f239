import Checkpoints
import Tensors

extension ParameterLayout {
  /// The layout of a network.
  public init(_ architecture: NetworkDescription) {
    self.init(
      architecture.expectedTensors().filter { architecture.firstName(of: $0.name) == $0.name }
        .map { Parameter($0.name, $0.shape, isLearnt: $0.name != architecture.lappedTransform?.sigmaData.name) })
  }

  /// Reads a state dict's tensors into memory that lies in this order; throws when they don't fit the architecture.
  public func read(_ weights: StateDict, of architecture: NetworkDescription, into buffer: FloatBuffer) throws {
    try architecture.checkWeights(weights)
    let source = WeightSource(weights)
    for entry in entries {
      let values = try source.values(of: entry.parameter)
      buffer.slice(entry.offset, entry.count).update(from: values, count: entry.count)
    }
  }

  /// The tensors in memory that lies in this order, as a state dict; the memory is not to change any more.
  public func stateDict(of buffer: FloatBuffer) -> StateDict {
    StateDict(entries.map { (name: $0.name, shape: $0.shape, place: $0.offset) }, in: buffer)
  }
}
