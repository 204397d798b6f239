import Tensors

/// What the network knows about the time: sigma → features [F].
///
/// f = 2π·sigma·w, [sigma, sin f, cos f] (257) → Linear → GELU, then twice the same Linear and GELU. The reference
/// repeats one module object, so its state dict lists that Linear as `blocks.1.blocks.0.0` and `blocks.1.blocks.1.0`.
package struct TimeFeatures: Sendable {
  /// w, [128].
  package let frequencies: [Float]
  package let toFeatures: Linear
  package let hidden: Linear
  static let frequencyCount = 128
  /// What the first and the second name of the repeated Linear begin with.
  static let hiddenPrefix = "blocks.1.blocks.0.0."
  static let repeatedPrefix = "blocks.1.blocks.1.0."

  /// Reads `blocks.0.…` and `blocks.1.…`.
  package init(_ weights: WeightSource, features: Int) throws {
    frequencies = try weights.values("blocks.0.weights", [Self.frequencyCount])
    toFeatures = try Linear(weights["blocks.0.to_out."], in: 2 * Self.frequencyCount + 1, out: features)
    hidden = try Linear(weights[Self.hiddenPrefix], in: features, out: features)
    for name in ["weight", "bias"] where weights.contains(Self.repeatedPrefix + name) {
      let (first, second) = (Self.hiddenPrefix + name, Self.repeatedPrefix + name)
      let shape = name == "weight" ? [features, features] : [features]
      guard try weights.values(second, shape) == weights.values(first, shape) else {
        throw NetworkError.sharedWeightsDiffer(first, second)
      }
    }
  }

  /// sigma in 0…1 → [F].
  package func forward(sigma: Float) throws -> [Float] {
    var features = try toFeatures.forward(embedding(sigma: sigma)).map(gelu)
    for _ in 0..<2 { features = try hidden.forward(features).map(gelu) }
    return features
  }

  /// [sigma, sin f, cos f], f = 2π·sigma·w rounded as PyTorch rounds it.
  package func embedding(sigma: Float) -> [Float] {
    // Float.pi is rounded down, PyTorch rounds to the nearest.
    let angles = frequencies.map { Double(sigma * $0 * 2 * Float(Double.pi)) }
    return [sigma] + angles.map { Float(sine($0)) } + angles.map { Float(cosine($0)) }
  }
}
