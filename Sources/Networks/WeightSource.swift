import Checkpoints
import Tensors

/// A state dict seen from one part of a network: names are looked up under a prefix.
package struct WeightSource {
  private let stateDict: StateDict
  private let prefix: String

  /// The whole of `stateDict`, or what lies under `prefix`.
  package init(_ stateDict: StateDict, prefix: String = "") {
    self.stateDict = stateDict
    self.prefix = prefix
  }

  /// What lies under `name`, which ends in a dot.
  package subscript(_ name: String) -> WeightSource { WeightSource(stateDict, prefix: prefix + name) }

  /// Whether there is an entry of that name.
  func contains(_ name: String) -> Bool { stateDict.contains(prefix + name) }

  /// The values of the tensor `name`; throws when it is missing, damaged or of another shape.
  package func values(_ name: String, _ shape: [Int]) throws -> [Float] {
    let full = prefix + name
    guard let found = stateDict.shape(of: full) else {
      throw NetworkError.weightsDontFit(missing: [full], unexpected: [], misshapen: [])
    }
    guard found == shape else {
      throw NetworkError.weightsDontFit(
        missing: [], unexpected: [], misshapen: [.init(name: full, expected: shape, found: found)])
    }
    return try stateDict.tensor(full).values
  }
}
