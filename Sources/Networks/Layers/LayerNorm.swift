import Tensors

/// LayerNorm over the channels at each position: [L, C] → [L, C]; Ba et al. 2016, arXiv:1607.06450.
///
/// y = (x − mean) / sqrt(variance + epsilon)·weight + bias.
package struct LayerNorm: Sendable {
  package let weight: [Float]
  package let bias: [Float]
  package let epsilon: Float

  /// Takes weight and bias, [C] each.
  init(weight: [Float], bias: [Float], epsilon: Float) {
    self.weight = weight
    self.bias = bias
    self.epsilon = epsilon
  }

  /// Reads `weight` and `bias`; epsilon is PyTorch's 1e-5.
  package init(_ weights: WeightSource, channels: Int) throws {
    try self.init(
      weight: weights.values("weight", [channels]), bias: weights.values("bias", [channels]), epsilon: 1e-5)
  }

  /// [L, C] → [L, C].
  package func forward(_ x: Activations) throws -> Activations {
    try x.check(channels: weight.count)
    let channels = x.channels
    return try weight.withUnsafeBufferPointer { weight in
      try bias.withUnsafeBufferPointer { bias in
        try x.mapRows(to: channels) { rows, input, output in
          for row in rows {
            let input = UnsafeBufferPointer(rebasing: input[(row * channels)..<((row + 1) * channels)])
            let output = UnsafeMutableBufferPointer(rebasing: output[(row * channels)..<((row + 1) * channels)])
            let (mean, inverseDeviation) = rowMoments(input, epsilon: epsilon)
            for channel in 0..<channels {
              output[channel] = (input[channel] - mean) * inverseDeviation * weight[channel] + bias[channel]
            }
          }
        }
      }
    }
  }
}
