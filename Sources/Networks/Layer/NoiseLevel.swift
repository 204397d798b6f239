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
    let (sine, cosine) = sineAndCosine(angle)
    (alpha, beta) = (Float(cosine), Float(sine))
  }
}
