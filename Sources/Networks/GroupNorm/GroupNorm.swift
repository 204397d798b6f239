/// GroupNorm with its own weight and bias per channel: [L, C] → [L, C]; Wu and He 2018, arXiv:1803.08494.
///
/// Each group of C / groups channels is brought to mean 0 and variance 1 over all positions:
/// y = (x − mean) / sqrt(variance + epsilon)·weight + bias. SiLU always follows it here, and so its forms are SiLU(y).
package struct GroupNorm: Layer {
  /// C, and the number of groups, which must divide it.
  package let channels, groups: Int
  /// The factor and the addend of each channel, [C].
  package let weight, bias: Parameter
  /// torch.nn.GroupNorm's own.
  static let epsilon = 1e-5

  /// The norm whose names begin with `prefix`.
  package init(_ prefix: String, channels: Int, groups: Int) {
    (self.channels, self.groups) = (channels, groups)
    weight = .weight(of: prefix, [channels])
    bias = .bias(of: prefix, [channels])
  }

  package var parameters: [Parameter] { [weight, bias] }
}
