import Tensors

/// Conv1d of kernel 3, stride 1 and padding 1: [L, in] → [L, out], weight [out, in, 3], bias [out].
///
/// y[t] = b + Σ_j x[t + j − 1]·W_j with x zero outside the sound: three matrix products, each shifted by one row.
package struct Convolution: Sendable {
  /// The taps one after another, each [in, out].
  package let taps: [Float]
  package let bias: [Float]
  package let inChannels: Int
  package let outChannels: Int

  /// Reads `weight` and `bias`.
  package init(_ weights: WeightSource, in inChannels: Int, out outChannels: Int) throws {
    self.inChannels = inChannels
    self.outChannels = outChannels
    taps = try tapsFirst(weights.values("weight", [outChannels, inChannels, 3]), inChannels, outChannels, 3)
    bias = try weights.values("bias", [outChannels])
  }

  /// [L, in] → [L, out].
  package func forward(_ x: Activations) throws -> Activations {
    try x.check(channels: inChannels)
    return try taps.withUnsafeBufferPointer { taps in
      try x.mapRows(to: outChannels) { rows, input, output in
        fill(output, rows: rows, with: bias)
        for tap in 0..<3 {
          // The output rows whose input row t + tap − 1 lies inside the sound.
          let inside = rows.clamped(to: (1 - tap)..<(x.length + 1 - tap))
          let shifted = inside.lowerBound + tap - 1
          try multiply(
            Matrix(input, offset: shifted * inChannels, rows: inside.count, columns: inChannels),
            Matrix(taps, offset: tap * inChannels * outChannels, rows: inChannels, columns: outChannels),
            into: MutableMatrix(
              output, offset: inside.lowerBound * outChannels, rows: inside.count, columns: outChannels),
            adding: true)
        }
      }
    }
  }
}

/// Reorders a convolution's weight from [out, in, k], as PyTorch keeps it, to [k, in, out].
func tapsFirst(_ weight: [Float], _ inChannels: Int, _ outChannels: Int, _ kernel: Int) -> [Float] {
  var taps: [Float] = []
  taps.reserveCapacity(weight.count)
  for tap in 0..<kernel {
    for input in 0..<inChannels {
      for output in 0..<outChannels { taps.append(weight[(output * inChannels + input) * kernel + tap]) }
    }
  }
  return taps
}
