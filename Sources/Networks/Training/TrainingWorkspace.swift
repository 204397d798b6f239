import CKernels
import Tensors

/// What the layers of a network in training compute with: kernels and threads, the weights and their gradients, and
/// memory to pack weights and to sum in.
///
/// Work is cut into tiles by shapes alone, and sums over tiles are merged in their order: bits don't depend on threads.
final class TrainingWorkspace {
  /// The engine's exact kernels, and what training adds to them.
  let kernels: CKernels
  let training: CTrainingKernels
  private let workers: Workers
  /// The weights that are computed with.
  var values: FloatBuffer
  let gradients: FloatBuffer
  /// A worker's own memory.
  private let scratch: [FloatBuffer]
  /// One layer's weights as panels.
  private let packed: FloatBuffer
  /// Sums of tiles or of segments that wait to be merged.
  let sums: FloatBuffer
  /// Zeros that sums start from.
  let zeros: FloatBuffer
  /// Rows in a tile.
  static let tileRows = 64

  typealias Floats = UnsafeMutablePointer<Float>

  /// How many floats of memory the layers need of each kind.
  struct Sizes {
    var scratch = 1, packed = 1, sums = 1, zeros = 64
  }

  init(engine: Engine, values: FloatBuffer, gradients: FloatBuffer, sizes: Sizes) {
    (kernels, training, workers) = (engine.exact, engine.training, engine.workers)
    self.values = values
    self.gradients = gradients
    scratch = (0..<workers.count).map { _ in FloatBuffer(sizes.scratch) }
    packed = FloatBuffer(sizes.packed)
    sums = FloatBuffer(sizes.sums)
    zeros = FloatBuffer(sizes.zeros)
  }

  // MARK: Tiles

  /// Runs `body(rows, tile, scratch)` over all rows, `size` at a time.
  func forTiles(
    _ length: Int, _ size: Int = TrainingWorkspace.tileRows,
    _ body: (_ rows: Range<Int>, _ tile: Int, _ scratch: Floats) -> Void
  ) {
    workers.run(tiles(length, size)) { tile, worker in
      body((tile * size)..<min(length, (tile + 1) * size), tile, scratch[worker].all)
    }
  }

  /// How many tiles that are.
  func tiles(_ length: Int, _ size: Int = TrainingWorkspace.tileRows) -> Int { (length + size - 1) / size }

  /// Runs `body(task, scratch)` over tasks.
  func forTasks(_ count: Int, _ body: (_ task: Int, _ scratch: Floats) -> Void) {
    workers.run(count) { task, worker in body(task, scratch[worker].all) }
  }

  /// The sums of each tile, [tiles, count], merged in their order in double: [count].
  func merged(_ count: Int, tiles: Int) -> [Double] {
    var merged = [Double](repeating: 0, count: count)
    let source = sums.slice(0, tiles * count)
    for tile in 0..<tiles { for index in 0..<count { merged[index] += Double(source[tile * count + index]) } }
    return merged
  }

  /// Adds to the gradient of a tensor that begins at `offset`.
  func addGradient(_ sums: some Collection<Double>, at offset: Int) {
    let target = gradients.slice(offset, sums.count)
    for (index, sum) in sums.enumerated() { target[index] += Float(sum) }
  }

  /// Adds the sums of rows' columns to a bias's gradient.
  func addBiasGradient(_ d: RowMemory, channels: Int, at offset: Int) {
    let rows = 1024
    forTiles(d.length, rows) { range, tile, _ in
      training.columnSums(d.row(range.lowerBound), d.width, range.count, sums.slice(tile * d.width, d.width))
    }
    addGradient(merged(d.width, tiles: tiles(d.length, rows)).prefix(channels), at: offset)
  }

  // MARK: Weights as panels

  /// Packs the panels [steps, 32] of `columns` columns: `pack(first column, count, panel)`.
  func pack(columns: Int, steps: Int, _ pack: (_ first: Int, _ count: Int, _ panel: Floats) -> Void) -> CPanels {
    let panels = (columns + 31) / 32
    let target = packed.slice(0, panels * steps * 32)
    forTasks(panels) { panel, _ in
      pack(panel * 32, min(32, columns - panel * 32), target + panel * steps * 32)
    }
    return CPanels(values: target, steps: steps, columns: padded(columns))
  }

  /// W of a Linear [out, in] for x·Wᵀ, x's rows `width` wide.
  func packLinear(_ offset: Int, out: Int, in inputs: Int, width: Int) -> CPanels {
    let weight = values.slice(offset, out * inputs)
    return pack(columns: out, steps: width) { first, count, panel in
      training.packRows(CRows(values: weight + first * inputs, stride: inputs), count, inputs, panel)
      (panel + inputs * 32).update(repeating: 0, count: (width - inputs) * 32)
    }
  }

  /// W of a Linear [out, in] for d·W, d's rows `width` wide.
  func packLinearGradient(_ offset: Int, out: Int, in inputs: Int, width: Int) -> CPanels {
    let weight = values.slice(offset, out * inputs)
    return pack(columns: inputs, steps: width) { first, count, panel in
      training.packColumns(CRows(values: weight + first, stride: inputs), count, out, panel)
      (panel + out * 32).update(repeating: 0, count: (width - out) * 32)
    }
  }

  // MARK: Gradients of weights

  /// Rows in a chunk of a weight's gradient: what is packed of them stays in the first-level cache.
  private static let chunkRows = 256

  /// G[k, c] = the sum over rows of a[row, k]·b[row, c], a's windows of `k` floats `stride` apart and b [rows, b.width];
  /// then `add(first column, count, [k, 32] of G)` for each panel of 32 columns.
  func weightGradient(
    _ a: UnsafePointer<Float>, stride: Int, k: Int, _ b: WideRows, columns: Int? = nil,
    _ add: (_ first: Int, _ count: Int, _ panel: Floats) -> Void
  ) {
    let columns = columns ?? b.width
    let panels = (columns + 31) / 32
    let segments = max(1, min(8 / panels, b.length / Self.chunkRows))
    let size = k * 32
    let target = sums.slice(0, panels * segments * size)
    forTasks(panels * segments) { task, scratch in
      let (panel, segment) = task.quotientAndRemainder(dividingBy: segments)
      let sum = target + task * size
      let count = min(32, columns - panel * 32)
      let last = b.length * (segment + 1) / segments
      var row = b.length * segment / segments
      var isFirst = true
      while row < last {
        let rows = min(Self.chunkRows, last - row)
        training.packColumns(
          CRows(values: b.rows + row * b.width + panel * 32, stride: b.width), count, rows, scratch)
        kernels.transposedProduct(
          CRows(values: a + row * stride, stride: stride), k, CPanels(values: scratch, steps: rows, columns: 32),
          isFirst ? .bias(zeros.all) : CRows(values: sum, stride: 32), CMutableRows(values: sum, stride: 32))
        row += rows
        isFirst = false
      }
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

  /// What `weightGradient` needs of sums.
  static func sumsNeeded(k: Int, columns: Int) -> Int {
    let panels = (columns + 31) / 32
    return panels * max(1, 8 / panels) * k * 32
  }

  /// Adds the gradient of a Linear's weight [out, in]: d [rows, out], x [rows, in].
  func addLinearGradient(_ d: RowMemory, _ x: RowMemory, out: Int, in inputs: Int, at offset: Int) {
    let target = gradients.slice(offset, out * inputs)
    weightGradient(d.rows, stride: d.width, k: out, WideRows(x), columns: inputs) { first, count, panel in
      for row in 0..<out {
        let (source, place) = (panel + row * 32, target + row * inputs + first)
        for column in 0..<count { place[column] += source[column] }
      }
    }
  }
}
