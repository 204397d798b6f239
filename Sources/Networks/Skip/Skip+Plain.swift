extension Skip {
  /// The plain Linear and convolution, and a sum.
  package struct Plain: Sendable {
    private let toScale: Linear.Plain
    private let adapter: StridedConvolution.Plain?

    /// Reads the weights; throws when they don't fit.
    package init(_ layer: Skip, _ weights: WeightSource) throws {
      toScale = try Linear.Plain(layer.toScale, weights)
      adapter = try layer.adapter.map { try StridedConvolution.Plain($0, weights) }
    }

    /// x [L, in] and y [L, out] → [L, out].
    package func forward(_ x: Activations, _ y: Activations, _ pass: PlainPass) throws -> Activations {
      var sum = try adapter?.forward(x, pass) ?? x
      try sum.add(y, scaledBy: toScale.forward(pass.activatedFeatures, pass), on: pass.workers)
      return sum
    }
  }
}
