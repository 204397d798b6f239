import Tensors

extension LayerNorm {
  /// The norm of one row after another.
  package struct Plain: PlainLayer {
    private let weight, bias: [Float]
    private let epsilon: Float

    /// Takes weight and bias, [C] each.
    init(weight: [Float], bias: [Float], epsilon: Float) {
      (self.weight, self.bias, self.epsilon) = (weight, bias, epsilon)
    }

    /// Reads the weights; throws when they don't fit.
    package init(_ layer: LayerNorm, _ weights: WeightSource) throws {
      try self.init(
        weight: weights.values(of: layer.weight), bias: weights.values(of: layer.bias), epsilon: LayerNorm.epsilon)
    }

    /// [L, C] → [L, C].
    package func forward(_ x: Activations, _ pass: PlainPass) throws -> Activations {
      try x.check(channels: weight.count)
      let channels = x.channels
      return try weight.withUnsafeBufferPointer { weight in
        try bias.withUnsafeBufferPointer { bias in
          try x.mapRows(to: channels, on: pass.workers) { rows, input, output in
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
}

/// The mean of one row of values, and 1 / sqrt(variance + epsilon).
///
/// Sixteen partial sums in a fixed order, first for the mean and then for the squared distances from it.
@inline(__always)
package func rowMoments(_ row: UnsafeBufferPointer<Float>, epsilon: Float) -> (mean: Float, inverseDeviation: Float) {
  guard let base = row.baseAddress else { return (0, 1) }
  let raw = UnsafeRawPointer(base)
  let whole = row.count & ~15
  var sums = SIMD16<Float>.zero
  for index in stride(from: 0, to: whole, by: 16) {
    sums += raw.loadUnaligned(fromByteOffset: index * 4, as: SIMD16<Float>.self)
  }
  var sum = sums.sum()
  for index in whole..<row.count { sum += base[index] }
  let mean = sum / Float(row.count)

  var squares = SIMD16<Float>.zero
  for index in stride(from: 0, to: whole, by: 16) {
    let distance = raw.loadUnaligned(fromByteOffset: index * 4, as: SIMD16<Float>.self) - mean
    squares += distance * distance
  }
  var square = squares.sum()
  for index in whole..<row.count { square += (base[index] - mean) * (base[index] - mean) }
  return (mean, 1 / (square / Float(row.count) + epsilon).squareRoot())
}
