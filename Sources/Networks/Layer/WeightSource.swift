import Checkpoints
import Tensors

/// A state dict as layers read it: by their parameters.
package struct WeightSource {
  private let stateDict: StateDict

  /// The weights of a state dict, whose names are relative to the network.
  package init(_ stateDict: StateDict) { self.stateDict = stateDict }

  /// Whether there is an entry of that name.
  func contains(_ parameter: Parameter) -> Bool { stateDict.contains(parameter.name) }

  /// The values of a tensor.
  ///
  /// - Throws: `NetworkError.weightsDontFit` when it is missing or of another shape, and what reading throws when it is
  ///   damaged.
  package func values(of parameter: Parameter) throws -> [Float] {
    guard let found = stateDict.shape(of: parameter.name) else {
      throw NetworkError.weightsDontFit(missing: [parameter.name], unexpected: [], misshapen: [])
    }
    guard found == parameter.shape else {
      throw NetworkError.weightsDontFit(
        missing: [], unexpected: [],
        misshapen: [.init(name: parameter.name, expected: parameter.shape, found: found)])
    }
    return try stateDict.tensor(parameter.name).values
  }
}
