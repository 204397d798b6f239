import Tensors

extension Modulation {
  /// A plain LayerNorm whose weight and bias the time features give.
  package struct Plain: PlainLayer {
    private let layer: Modulation
    private let toScaleShift: Linear.Plain

    /// Reads the weights; throws when they don't fit.
    package init(_ layer: Modulation, _ weights: WeightSource) throws {
      self.layer = layer
      toScaleShift = try Linear.Plain(layer.toScaleShift, weights)
    }

    /// [L, C] → [L, C].
    package func forward(_ x: Activations, _ pass: PlainPass) throws -> Activations {
      let scaleShift = try toScaleShift.forward(pass.activatedFeatures, pass)
      let norm = LayerNorm.Plain(
        weight: scaleShift[layer.scaleRows].map { 1 + $0 }, bias: Array(scaleShift[layer.shiftRows]), epsilon: epsilon)
      return try norm.forward(x, pass)
    }
  }

  func plain(_ weights: WeightSource) throws -> any PlainLayer { try Plain(self, weights) }
}
