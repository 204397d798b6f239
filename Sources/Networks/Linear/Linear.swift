/// y = x·Wᵀ + b: [L, in] → [L, out]; torch.nn.Linear.
package struct Linear: Layer {
  /// The number of values in a row of x, and in one of y.
  package let inFeatures, outFeatures: Int
  /// W, [out, in].
  package let weight: Parameter
  /// b, [out]; nil for a product alone.
  package let bias: Parameter?

  /// The Linear whose names begin with `prefix`.
  package init(_ prefix: String, in inFeatures: Int, out outFeatures: Int, bias: Bool = true) {
    (self.inFeatures, self.outFeatures) = (inFeatures, outFeatures)
    weight = .weight(of: prefix, [outFeatures, inFeatures])
    self.bias = bias ? .bias(of: prefix, [outFeatures]) : nil
  }

  package var parameters: [Parameter] { [weight] + (bias.map { [$0] } ?? []) }
}
