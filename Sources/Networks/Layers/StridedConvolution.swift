import Tensors

/// Conv1d whose stride is its kernel f: [L, in] → [L / f, out], weight [out, in, f], bias [out].
///
/// Each output row sees f input rows that no other sees, and these lie side by side in memory: a single matrix product
/// of rows of f·in values. It is a level's downsampling, and with f = 1 the 1×1 convolution.
package struct StridedConvolution: Sendable {
  /// The weight as [f·in, out].
  package let taps: [Float]
  package let bias: [Float]
  package let inChannels: Int
  package let outChannels: Int
  package let factor: Int

  /// Reads `weight` and `bias`.
  package init(_ weights: WeightSource, in inChannels: Int, out outChannels: Int, factor: Int) throws {
    self.inChannels = inChannels
    self.outChannels = outChannels
    self.factor = factor
    taps = try tapsFirst(weights.values("weight", [outChannels, inChannels, factor]), inChannels, outChannels, factor)
    bias = try weights.values("bias", [outChannels])
  }

  /// [L, in] → [L / f, out]; L must be a multiple of f.
  package func forward(_ x: Activations) throws -> Activations {
    try x.check(channels: inChannels)
    let width = factor * inChannels
    let folded = try x.folded(by: factor)
    return try taps.withUnsafeBufferPointer { taps in
      let weight = try Matrix(taps, rows: width, columns: outChannels)
      return try folded.mapRows(to: outChannels) { rows, input, output in
        fill(output, rows: rows, with: bias)
        try multiply(
          Matrix(input, offset: rows.lowerBound * width, rows: rows.count, columns: width), weight,
          into: MutableMatrix(output, offset: rows.lowerBound * outChannels, rows: rows.count, columns: outChannels),
          adding: true)
      }
    }
  }
}
