import Networks
import Tensors

extension NoiseLevel {
  /// alpha·sound + beta·noise, both of one shape.
  public func noisy(_ sound: Tensor, noise: Tensor) throws -> Tensor {
    try combine(sound, noise) { alpha * $0 + beta * $1 }
  }

  /// The clean sound that a noisy one and its velocity stand for: x̂ = alpha·x − beta·v.
  public func cleanSound(of x: Tensor, velocity: Tensor) throws -> Tensor {
    try combine(x, velocity) { alpha * $0 - beta * $1 }
  }

  /// Combines two tensors of one shape value by value. Throws `DiffusionError.shapesDiffer`.
  func combine(_ a: Tensor, _ b: Tensor, _ value: (Float, Float) -> Float) throws -> Tensor {
    guard a.shape == b.shape else { throw DiffusionError.shapesDiffer(a.shape, b.shape) }
    // In place of a copy of a's values: the one allocation that a step makes, for states that somebody may keep.
    var values = a.values
    for index in values.indices { values[index] = value(values[index], b.values[index]) }
    return try Tensor(shape: a.shape, values: values)
  }
}
