import CKernels
import Tensors

/// What the layers of a network in training compute with: kernels and threads, the weights and their gradients, and
/// memory to work in.
///
/// Work is cut into tiles by shapes alone, and sums over tiles are merged in their order: bits don't depend on threads.
final class TrainingWorkspace {
  /// The engine's exact kernels, and what training adds to them.
  let kernels: CKernels
  let training: CTrainingKernels
  private let workers: Workers
  /// The weights that are computed with.
  var values: FloatBuffer
  /// The sums of the weights' gradients, which lie as the weights do.
  let gradients: FloatBuffer
  /// What the time features give the layers for one sigma, and the gradients of that, as a `ConditioningLayout` says.
  let conditioning, conditioningGradients: FloatBuffer
  /// A worker's own memory.
  private let scratch: [FloatBuffer]
  /// One layer's weights as panels, where they are not kept.
  private let packed: FloatBuffer
  /// The panels of the weights that are learnt.
  let kept = WeightPanels()
  /// Whether those are computed with.
  var learns = true
  /// Sums of tiles or of segments that wait to be merged.
  let sums: FloatBuffer
  /// Zeros that sums start from.
  let zeros: FloatBuffer
  /// Rows that layers work in, one after another: [L, C], and [L, heads·features].
  private let rows, wideRows: [FloatBuffer]
  /// Rows in a tile.
  static let tileRows = 64

  typealias Floats = UnsafeMutablePointer<Float>

  /// How many floats of each kind of memory the layers need: each takes the maximum of what it and the others need.
  struct Sizes {
    /// How many combinations of its taps a convolution packs.
    let convolutionPoints: Int
    /// Of a worker, of panels, of sums and of zeros; what is packed of rows for a weight's gradient is the least.
    var scratch = chunkRows * 32, packed = 1, sums = 1, zeros = 64
    /// Of one of the rows.
    var rows = 1, wideRows = 1
    /// Of the conditioning.
    var conditioning = 0

    init(_ engine: Engine) { convolutionPoints = engine.exact.convolutionPoints }

    /// Takes at least `count` of a kind.
    mutating func take(_ kind: WritableKeyPath<Sizes, Int>, _ count: Int) {
      self[keyPath: kind] = max(self[keyPath: kind], count)
    }
  }

  /// - Parameters:
  ///   - values: the weights.
  ///   - gradients: theirs, as many.
  init(_ engine: Engine, values: FloatBuffer, gradients: FloatBuffer, _ sizes: Sizes) {
    (kernels, training, workers) = (engine.exact, engine.training, engine.workers)
    (self.values, self.gradients) = (values, gradients)
    (conditioning, conditioningGradients) = (FloatBuffer(sizes.conditioning), FloatBuffer(sizes.conditioning))
    scratch = (0..<workers.count).map { _ in FloatBuffer(sizes.scratch) }
    (packed, sums, zeros) = (FloatBuffer(sizes.packed), FloatBuffer(sizes.sums), FloatBuffer(sizes.zeros))
    rows = (0..<4).map { _ in FloatBuffer(sizes.rows) }
    wideRows = (0..<3).map { _ in FloatBuffer(sizes.wideRows) }
  }

  // MARK: Memory

  /// One of four rows [L, C] to work in; who calls a layer sees to it that both don't need the same ones.
  func rows(_ index: Int, like x: RowMemory) -> RowMemory { rows(index, length: x.length, width: x.width) }

  /// The same of another length and width.
  func rows(_ index: Int, length: Int, width: Int) -> RowMemory {
    RowMemory(rows[index], length: length, width: width)
  }

  /// One of three rows [L, heads·features] to work in.
  func wideRows(_ index: Int, length: Int, width: Int) -> RowMemory {
    RowMemory(wideRows[index], length: length, width: width)
  }

  /// A weight's values up to a multiple of 16, and zeros.
  func vector(_ offset: Int, count: Int) -> FloatBuffer {
    let vector = FloatBuffer(padded(count, to: 32))
    vector.all.update(from: values.slice(offset, count), count: count)
    return vector
  }

  // MARK: Tiles

  /// Runs `body(rows, tile, scratch)` over all rows, `size` at a time.
  func forTiles(
    _ length: Int, _ size: Int = TrainingWorkspace.tileRows,
    _ body: (_ rows: Range<Int>, _ tile: Int, _ scratch: Floats) -> Void
  ) {
    workers.forRanges(of: length, by: size) { _, rows, worker in
      body(rows, rows.lowerBound / size, scratch[worker].all)
    }
  }

  /// How many tiles that are.
  static func tiles(_ length: Int, _ size: Int = TrainingWorkspace.tileRows) -> Int { (length + size - 1) / size }

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

  // MARK: Products

  /// Packs a weight's panels [steps, 32] of `columns` columns: `pack(first column, count, panel)`.
  /// - Parameter weight: where it stands.
  func pack(
    _ weight: Int, isGradient: Bool = false, columns: Int, steps: Int,
    _ pack: (_ first: Int, _ count: Int, _ panel: Floats) -> Void
  ) -> CPanels {
    let panels = (columns + 31) / 32
    var (target, areThere) = (packed, false)
    if kept.areKept, learns {
      let place = WeightPanels.Place(weight: weight, isGradient: isGradient)
      (target, areThere) = kept.take(place, count: panels * steps * 32)
    }
    let first = target.slice(0, panels * steps * 32)
    if !areThere {
      forTasks(panels) { panel, _ in
        pack(panel * 32, min(32, columns - panel * 32), first + panel * steps * 32)
      }
    }
    return CPanels(values: first, steps: steps, columns: padded(columns))
  }

  /// y = x·W for each row, x [L, steps] and y [L, columns]; on top of what is in y when `adding`, plus the residual.
  func multiply(
    _ x: RowMemory, _ panels: CPanels, into y: RowMemory, residual: RowMemory? = nil, adding: Bool = false
  ) {
    forTiles(x.length) { rows, _, _ in
      kernels.product(
        x.source(rows.lowerBound), rows.count, panels, adding ? y.source(rows.lowerBound) : .bias(zeros.all),
        y.target(rows.lowerBound))
      guard let residual else { return }
      kernels.addScaled(y.row(rows.lowerBound), residual.row(rows.lowerBound), y.width, rows.count, nil)
    }
  }
}
