/// LayerNorm over the channels at each position: [L, C] → [L, C]; Ba et al. 2016, arXiv:1607.06450.
///
/// y = (x − mean) / sqrt(variance + epsilon)·weight + bias.
package struct LayerNorm: Layer {
  /// C.
  package let channels: Int
  /// The factor and the addend of each channel, [C].
  package let weight, bias: Parameter
  /// torch.nn.LayerNorm's own.
  static let epsilon: Float = 1e-5

  /// The norm whose names begin with `prefix`.
  package init(_ prefix: String, channels: Int) {
    self.channels = channels
    weight = .weight(of: prefix, [channels])
    bias = .bias(of: prefix, [channels])
  }

  package var parameters: [Parameter] { [weight, bias] }
}
