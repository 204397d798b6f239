/// Modulation by the time features: LayerNorm(x)·(1 + scale) + shift, [L, C] → [L, C].
///
/// [scale, shift] = Linear(SiLU(features)), [F] → [2·C]; the norm has no weights of its own. The adaptive norm of Perez
/// et al. 2017 (FiLM), arXiv:1709.07871, as `Modulation` of a-unet's blocks.py arranges it.
package struct Modulation: ItemLayer {
  /// C.
  package let channels: Int
  /// The scale's rows, then the shift's, [2·C, F].
  package let toScaleShift: Linear
  /// The norm's own, as a-unet sets it.
  static let epsilon: Float = 1e-6

  /// The layer at a numbered block.
  package init(_ block: String, channels: Int, features: Int) {
    self.channels = channels
    toScaleShift = Linear(block + "blocks.0.block.blocks.0.1.", in: features, out: 2 * channels)
  }

  /// The scale's rows of the Linear, and the shift's.
  var scaleRows: Range<Int> { 0..<channels }
  var shiftRows: Range<Int> { channels..<(2 * channels) }

  package var parameters: [Parameter] { toScaleShift.parameters }

  static func marker(at block: String) -> String {
    Modulation(block, channels: 1, features: 1).toScaleShift.weight.name
  }
}
