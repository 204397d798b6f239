extension TimeFeatures {
  /// The plain Linears and GELUs.
  package struct Plain: Sendable {
    private let frequencies: [Float]
    private let toFeatures, hidden: Linear.Plain

    /// Reads the weights; throws when they don't fit.
    package init(_ layer: TimeFeatures, _ weights: WeightSource) throws {
      frequencies = try weights.values(of: layer.frequencies)
      toFeatures = try Linear.Plain(layer.toFeatures, weights)
      hidden = try Linear.Plain(layer.hidden, weights)
      try layer.checkRepeats(weights)
    }

    /// sigma in 0…1 → [F].
    package func forward(sigma: Float, _ pass: PlainPass) throws -> [Float] {
      let embedding = TimeFeatures.embedding(
        sigma: sigma, angles: TimeFeatures.angles(sigma: sigma, frequencies: frequencies))
      var features = try toFeatures.forward(embedding, pass).map(gelu)
      for _ in 0..<2 { features = try hidden.forward(features, pass).map(gelu) }
      return features
    }
  }
}
