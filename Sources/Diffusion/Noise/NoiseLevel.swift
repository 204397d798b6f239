import Tensors

/// What sigma stands for: a noisy sound is alpha·sound + beta·noise on a quarter circle, alpha² + beta² = 1.
///
/// angle = sigma·π/2, alpha = cos, beta = sin; the v-objective of Salimans and Ho 2022, arXiv:2202.00512, with the time
/// of audio-diffusion-pytorch's VDiffusion, rounded as PyTorch rounds it.
public struct NoiseLevel: Sendable, Equatable {
  /// The share of the sound.
  public let alpha: Float
  /// The share of the noise.
  public let beta: Float

  /// The shares at `sigma` in 0…1.
  public init(sigma: Float) {
    let angle = Double(sigma * Float(Double.pi) / 2)
    alpha = Float(cosine(angle))
    beta = Float(sine(angle))
  }

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
