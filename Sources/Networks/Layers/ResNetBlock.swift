/// x + Conv3(SiLU(GroupNorm(Conv3(SiLU(GroupNorm(x)))))): [L, C] → [L, C]; He et al. 2016, arXiv:1603.05027.
package struct ResNetBlock: Sendable {
  package let firstNorm: GroupNormSiLU
  package let firstConvolution: Convolution
  package let secondNorm: GroupNormSiLU
  package let secondConvolution: Convolution

  /// Reads `blocks.0.blocks.0.…` (first half) and `blocks.0.blocks.1.…` (second half), norm at 0, convolution at 2.
  package init(_ weights: WeightSource, channels: Int, groups: Int) throws {
    let (first, second) = (weights["blocks.0.blocks.0."], weights["blocks.0.blocks.1."])
    firstNorm = try GroupNormSiLU(first["0."], channels: channels, groups: groups)
    firstConvolution = try Convolution(first["2."], in: channels, out: channels)
    secondNorm = try GroupNormSiLU(second["0."], channels: channels, groups: groups)
    secondConvolution = try Convolution(second["2."], in: channels, out: channels)
  }

  /// [L, C] → [L, C].
  package func forward(_ x: Activations) throws -> Activations {
    let hidden = try firstConvolution.forward(firstNorm.forward(x))
    var y = try secondConvolution.forward(secondNorm.forward(hidden))
    try y.add(x)
    return y
  }
}
