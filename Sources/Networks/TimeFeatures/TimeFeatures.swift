import Tensors

/// What the network knows about the time: sigma → features [F].
///
/// f = 2π·sigma·w, [sigma, sin f, cos f] (257) → Linear → GELU, then twice the same Linear and GELU. The
/// `TimeConditioningPlugin` of a-unet, with its `NumberEmbedder`; it repeats one module object, so the state dict lists
/// that Linear twice.
package struct TimeFeatures: Layer {
  /// F.
  package let features: Int
  /// w, [128].
  package let frequencies: Parameter
  /// [F, 257].
  package let toFeatures: Linear
  /// The Linear that is used twice, [F, F], and its second name.
  package let hidden, repeated: Linear
  /// How many frequencies there are.
  static let frequencyCount = 128

  /// The time features of a network.
  package init(features: Int) {
    self.features = features
    frequencies = Parameter("blocks.0.weights", [Self.frequencyCount])
    toFeatures = Linear("blocks.0.to_out.", in: 2 * Self.frequencyCount + 1, out: features)
    func hidden(_ use: Int) -> Linear { Linear("blocks.1.blocks.\(use).0.", in: features, out: features) }
    (self.hidden, repeated) = (hidden(0), hidden(1))
  }

  package var parameters: [Parameter] {
    [frequencies] + toFeatures.parameters + hidden.parameters + repeated.parameters
  }

  /// The names that stand for a tensor a second time, each with the first one.
  static let repeats: [String: String] = {
    let layer = TimeFeatures(features: 1)
    return Dictionary(
      zip(layer.repeated.parameters, layer.hidden.parameters).map { ($0.name, $1.name) },
      uniquingKeysWith: { first, _ in first })
  }()

  /// f, rounded as PyTorch rounds it.
  static func angles(sigma: Float, frequencies: some Sequence<Float>) -> [Double] {
    // Float.pi is rounded down, PyTorch rounds to the nearest.
    frequencies.map { Double(sigma * $0 * 2 * Float(Double.pi)) }
  }

  /// [sigma, sin f, cos f].
  static func embedding(sigma: Float, angles: [Double]) -> [Float] {
    [sigma] + angles.map { Float(sine($0)) } + angles.map { Float(cosine($0)) }
  }

  /// Throws `NetworkError.sharedWeightsDiffer` when a state dict has different tensors under the repeated Linear's
  /// names.
  func checkRepeats(_ weights: WeightSource) throws {
    for (second, first) in zip(repeated.parameters, hidden.parameters) where weights.contains(second) {
      guard try weights.values(of: second) == weights.values(of: first) else {
        throw NetworkError.sharedWeightsDiffer(first.name, second.name)
      }
    }
  }
}
