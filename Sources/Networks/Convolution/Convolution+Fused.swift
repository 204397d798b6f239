import CKernels
import Tensors

extension PackedProduct {
  /// A convolution whose stride is its kernel, as a product of neighbouring rows; throws when its weights don't fit.
  init(_ convolution: StridedConvolution, _ weights: WeightSource, unit: Int) throws {
    try self.init(
      convolution: weights.values(of: convolution.weight), in: convolution.inChannels, out: convolution.outChannels,
      taps: convolution.factor, bias: weights.values(of: convolution.bias), unit: unit)
  }

  /// A convolution of kernel 3 by way of Winograd's combinations of its taps; throws when its weights don't fit.
  init(_ convolution: Convolution, _ weights: WeightSource, _ packing: Packing) throws {
    try self.init(
      convolution: winograd(weights.values(of: convolution.weight), points: packing.points),
      in: convolution.inChannels, out: convolution.outChannels, taps: packing.points,
      bias: weights.values(of: convolution.bias), unit: packing.unit)
  }
}

/// G·g for each filter g of three taps, [filters, 3] → [filters, points]: Winograd's F(4, 3) at the points 0, ±1, ±2
/// and infinity, or F(2, 3) at 0, ±1 and infinity; Lavin and Gray 2016, arXiv:1509.09308. winograd.h has the rest.
private func winograd(_ taps: [Float], points count: Int) -> [Float] {
  [Float](unsafeUninitializedCapacity: taps.count / 3 * count) { points, initialized in
    initialized = taps.count / 3 * count
    for filter in 0..<(taps.count / 3) {
      let (a, b, c) = (Double(taps[3 * filter]), Double(taps[3 * filter + 1]), Double(taps[3 * filter + 2]))
      let combined =
        count == 6
        ? (a / 4, -(a + b + c) / 6, -(a - b + c) / 6, (a + 2 * b + 4 * c) / 24, (a - 2 * b + 4 * c) / 24, c)
        : (a, (a + b + c) / 2, (a - b + c) / 2, c, 0, 0)
      points[filter * count] = Float(combined.0)
      points[filter * count + 1] = Float(combined.1)
      points[filter * count + 2] = Float(combined.2)
      points[filter * count + 3] = Float(combined.3)
      guard count == 6 else { continue }
      points[filter * count + 4] = Float(combined.4)
      points[filter * count + 5] = Float(combined.5)
    }
  }
}

extension Pass {
  /// Norm, SiLU and convolution of each tile's rows, into `output` or, without one, into the worker's memory; then
  /// `whenConvolved` for these rows, with scratch memory that is free again.
  func convolve(
    _ x: FloatBuffer, _ memory: Memory, _ weight: PackedProduct, into output: FloatBuffer? = nil,
    whenConvolved: (_ tile: Tile, _ y: Floats, _ scratch: Floats) -> Void
  ) {
    let (width, length) = (memory.width, memory.length)
    forTiles(length, memory.tileRows) { tile, scratch in
      let y = output.map { rows(tile, of: $0, memory) } ?? scratch
      let input = scratch + memory.tileRows * width
      let inputRows = padded(tile.rows.count, to: kernels.convolutionRows) + 2
      kernels.normaliseSilu(
        x.slice(tile.sound * length * width, length * width), width, length, tile.rows.lowerBound - 1, inputRows,
        CAffine(scale: memory.scale.all + tile.sound * width, shift: memory.shift.all + tile.sound * width), input)
      kernels.convolve(
        input, tile.rows.count, CPanels(values: weight.panels.all, steps: width / unit, columns: weight.columns),
        weight.bias.all, input + inputRows * width, CMutableRows(values: y, stride: width))
      whenConvolved(tile, y, input)
    }
  }
}
