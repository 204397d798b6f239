import CKernels
import Tensors

/// Gradients of weights: sums over rows, in segments of which each is one task, merged in their order.
extension TrainingWorkspace {
  /// Rows in a chunk of a weight's gradient: what is packed of them stays in the first-level cache.
  static let chunkRows = 256

  /// Adds to the gradient of a tensor that begins at `offset`.
  func addGradient(_ sums: some Collection<Double>, at offset: Int) {
    let target = gradients.slice(offset, sums.count)
    for (index, sum) in sums.enumerated() { target[index] += Float(sum) }
  }

  /// Adds the sums of rows' columns, d [L, channels], to a bias's gradient.
  func addBiasGradient(_ d: RowMemory, channels: Int, at offset: Int) {
    forTiles(d.length, Self.biasRows) { range, tile, _ in
      training.columnSums(d.row(range.lowerBound), d.width, range.count, sums.slice(tile * d.width, d.width))
    }
    addGradient(merged(d.width, tiles: Self.tiles(d.length, Self.biasRows)).prefix(channels), at: offset)
  }

  /// Rows in a tile of a bias's gradient.
  private static let biasRows = 1024

  /// G[k, c] = the sum over rows of a[row, k]·b[row, c], a's windows of `k` floats `stride` apart and b [rows,
  /// b.width]; then `add(first column, count, [k, 32] of G)` for each panel of 32 columns.
  func weightGradient(
    _ a: UnsafePointer<Float>, stride: Int, k: Int, _ b: WideRows, columns: Int? = nil,
    _ add: (_ first: Int, _ count: Int, _ panel: Floats) -> Void
  ) {
    forPanels(columns: columns ?? b.width, length: b.length, size: k * 32) { first, count, segment, sum, scratch in
      let last = segment.upperBound
      var row = segment.lowerBound
      var isFirst = true
      while row < last {
        let rows = min(Self.chunkRows, last - row)
        training.packColumns(
          CRows(values: b.rows + row * b.width + first, stride: b.width), count, rows, scratch)
        kernels.transposedProduct(
          CRows(values: a + row * stride, stride: stride), k, CPanels(values: scratch, steps: rows, columns: 32),
          isFirst ? .bias(zeros.all) : CRows(values: sum, stride: 32), CMutableRows(values: sum, stride: 32))
        row += rows
        isFirst = false
      }
    } add: {
      add($0, $1, $2)
    }
  }

  /// Has `compute` make the sums of `size` values of each panel of 32 columns over each segment of `length` rows,
  /// which begins at a multiple of four; then `add(first column, count, the segments' together)` for each panel.
  func forPanels(
    columns: Int, length: Int, size: Int,
    _ compute: (_ first: Int, _ count: Int, _ segment: Range<Int>, _ sums: Floats, _ scratch: Floats) -> Void,
    add: (_ first: Int, _ count: Int, _ sums: Floats) -> Void
  ) {
    let panels = (columns + 31) / 32
    let segments = max(1, min(8 / panels, length / Self.chunkRows))
    let target = sums.slice(0, panels * segments * size)
    func border(_ segment: Int) -> Int { segment == segments ? length : length * segment / segments / 4 * 4 }
    forTasks(panels * segments) { task, scratch in
      let (panel, segment) = task.quotientAndRemainder(dividingBy: segments)
      compute(
        panel * 32, min(32, columns - panel * 32), border(segment)..<border(segment + 1), target + task * size, scratch)
    }
    forTasks(panels) { panel, _ in
      let first = target + panel * segments * size
      for segment in 1..<max(1, segments) {
        let other = first + segment * size
        for index in 0..<size { first[index] += other[index] }
      }
      add(panel * 32, min(32, columns - panel * 32), first)
    }
  }
}

extension TrainingWorkspace.Sizes {
  /// Takes what `weightGradient` needs.
  mutating func takeWeightGradient(k: Int, columns: Int) {
    let panels = (columns + 31) / 32
    take(\.sums, panels * max(1, 8 / panels) * k * 32)
  }

  /// Takes sums of `count` values of each tile, and what a bias's gradient needs, for rows of so many channels.
  mutating func takeSums(length: Int, count: Int) { take(\.sums, TrainingWorkspace.tiles(length) * count) }
}
