import Language
import Tensors

/// Noise to start a run from, as the language sees it.
struct NoiseValue: Originated {
  static let typeName = "noise"
  static let fieldNames = ["count", "channels", "length"]

  /// [B, C, L]
  let tensor: Tensor
  let origin: Origin?

  var summary: String { "noise: \(tensor.shape[0]) × \(tensor.shape[1]) channels × \(tensor.shape[2]) frames" }

  func field(_ name: String) -> Value? {
    guard let axis = Self.fieldNames.firstIndex(of: name) else { return nil }
    return .number(tensor.shape[axis])
  }
}
