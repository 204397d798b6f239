extension Upsampling {
  /// f products of neighbouring rows: between the copies of one row the three taps see few different rows, so their
  /// weights are added up beforehand.
  struct Fused: Sendable {
    /// One of the f output rows that an input row becomes: its product and the first row it reads, −1 or 0 from that
    /// one.
    struct Phase: Sendable {
      let product: PackedProduct
      let firstRow: Int
    }
    let phases: [Phase]

    /// Reads and packs the weights; throws when they don't fit.
    init(_ layer: Upsampling, _ weights: WeightSource, unit: Int) throws {
      let (inputs, outputs) = (layer.convolution.inChannels, layer.convolution.outChannels)
      let weight = try weights.values(of: layer.convolution.weight)
      let bias = try weights.values(of: layer.convolution.bias)
      phases = try (0..<layer.factor).map { phase in
        let rows = (0..<Convolution.kernel).map { layer.row(phase: phase, tap: $0) }
        let (first, last) = (rows[0], rows[Convolution.kernel - 1])
        let taps = last - first + 1
        var sums = [Float](repeating: 0, count: outputs * inputs * taps)
        for filter in 0..<(outputs * inputs) {
          for (tap, row) in rows.enumerated() {
            sums[filter * taps + row - first] += weight[filter * Convolution.kernel + tap]
          }
        }
        return Phase(
          product: try PackedProduct(convolution: sums, in: inputs, out: outputs, taps: taps, bias: bias, unit: unit),
          firstRow: first)
      }
    }
  }
}
