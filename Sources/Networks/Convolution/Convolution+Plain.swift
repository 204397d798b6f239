import Tensors

extension Convolution {
  /// Three matrix products on OpenBLAS, each shifted by one row.
  package struct Plain: PlainLayer {
    private let layer: Convolution
    /// The taps one after another, each [in, out].
    private let taps: [Float]
    private let bias: [Float]

    /// Reads the weights; throws when they don't fit.
    package init(_ layer: Convolution, _ weights: WeightSource) throws {
      self.layer = layer
      taps = try tapsFirst(weights.values(of: layer.weight), layer.inChannels, layer.outChannels, kernel)
      bias = try weights.values(of: layer.bias)
    }

    /// [L, in] → [L, out].
    package func forward(_ x: Activations, _ pass: PlainPass) throws -> Activations {
      let (inChannels, outChannels) = (layer.inChannels, layer.outChannels)
      try x.check(channels: inChannels)
      return try taps.withUnsafeBufferPointer { taps in
        try x.mapRows(to: outChannels, on: pass.workers) { rows, input, output in
          fill(output, rows: rows, with: bias)
          for tap in 0..<kernel {
            // The output rows whose input row t + tap − 1 lies inside of the sound.
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
}

extension StridedConvolution {
  /// One matrix product on OpenBLAS: each output row sees f input rows that no other sees, which lie side by side.
  package struct Plain: PlainLayer {
    private let layer: StridedConvolution
    /// The weight as [f·in, out].
    private let taps: [Float]
    private let bias: [Float]

    /// Reads the weights; throws when they don't fit.
    package init(_ layer: StridedConvolution, _ weights: WeightSource) throws {
      self.layer = layer
      taps = try tapsFirst(weights.values(of: layer.weight), layer.inChannels, layer.outChannels, layer.factor)
      bias = try weights.values(of: layer.bias)
    }

    /// [L, in] → [L / f, out]; L must be a multiple of f.
    package func forward(_ x: Activations, _ pass: PlainPass) throws -> Activations {
      try x.check(channels: layer.inChannels)
      let (width, outChannels) = (layer.factor * layer.inChannels, layer.outChannels)
      let folded = try x.folded(by: layer.factor)
      return try taps.withUnsafeBufferPointer { taps in
        let weight = try Matrix(taps, rows: width, columns: outChannels)
        return try folded.mapRows(to: outChannels, on: pass.workers) { rows, input, output in
          fill(output, rows: rows, with: bias)
          try multiply(
            Matrix(input, offset: rows.lowerBound * width, rows: rows.count, columns: width), weight,
            into: MutableMatrix(output, offset: rows.lowerBound * outChannels, rows: rows.count, columns: outChannels),
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
