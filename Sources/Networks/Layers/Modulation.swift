import Tensors

/// Modulation by the time features: LayerNorm(x)·(1 + scale) + shift, [L, C] → [L, C].
///
/// [scale, shift] = Linear(SiLU(features)), [F] → [2·C]; the norm has no weights of its own, epsilon 1e-6. The adaptive
/// norm of Perez et al. 2017 (FiLM), arXiv:1709.07871, as a-unet arranges it.
package struct Modulation: Sendable {
  package let toScaleShift: Linear
  package let channels: Int

  /// Reads `blocks.0.1.weight` and `.bias`.
  package init(_ weights: WeightSource, channels: Int, features: Int) throws {
    self.channels = channels
    toScaleShift = try Linear(weights["blocks.0.1."], in: features, out: 2 * channels)
  }

  /// [L, C] and features [F], already through SiLU → [L, C].
  package func forward(_ x: Activations, activatedFeatures: [Float]) throws -> Activations {
    let scaleShift = try toScaleShift.forward(activatedFeatures)
    let norm = LayerNorm(
      weight: scaleShift.prefix(channels).map { 1 + $0 }, bias: Array(scaleShift.suffix(channels)), epsilon: 1e-6)
    return try norm.forward(x)
  }
}
