import Tensors

/// What joins a level's way around with its way through: x + scale·y, [L, C] each.
///
/// scale = Linear(SiLU(features)), [F] → [C]. Where the level's input and output differ in channels, which only the
/// top level's can, a 1×1 convolution adapts x first.
package struct Skip: Sendable {
  package let toScale: Linear
  package let adapter: StridedConvolution?

  /// Reads `skip.blocks.0.1` and, where channels differ, `skip_adapter.block`.
  package init(_ weights: WeightSource, in inChannels: Int, out outChannels: Int, features: Int) throws {
    toScale = try Linear(weights["skip.blocks.0.1."], in: features, out: outChannels)
    adapter =
      inChannels == outChannels
      ? nil : try StridedConvolution(weights["skip_adapter.block."], in: inChannels, out: outChannels, factor: 1)
  }

  /// x [L, in], y [L, out] and features [F], already through SiLU → [L, out].
  package func forward(_ x: Activations, _ y: Activations, activatedFeatures: [Float]) throws -> Activations {
    var sum = try adapter?.forward(x) ?? x
    try sum.add(y, scaledBy: toScale.forward(activatedFeatures))
    return sum
  }
}
