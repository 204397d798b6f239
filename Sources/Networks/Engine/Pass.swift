import CKernels
import Tensors

/// One pass of the fused network over a batch: what its regions are computed with. The layers have their parts of it.
///
/// A region is what can be done between two points at which all must be done: a GroupNorm's statistics need every row,
/// an attention every key. Of a level with n items that leaves
///
///     down:     downsample, moments
///     n times:  norm, SiLU, convolve, moments  |  norm, SiLU, convolve, + x, modulate, moments (or project)
///     if any:   attend, project, + x, moments
///     the next level, then n such items again
///     up:       upsample, convolve, scale, + skip, moments for the level above
///
/// A region is cut into tiles of whole rows, which depend on shapes alone: each tile's data stays in one processor's
/// cache from its first step to its last. CKernels.h states the order in which every sum is taken.
struct Pass {
  let kernels: CKernels
  let workers: Workers
  let workspace: Workspace
  /// Per sound.
  let modulations: [UnsafePointer<Float>]

  /// How many numbers a unit of a tile has.
  var unit: Int { kernels.unit }
  typealias Memory = Workspace.LevelMemory
  typealias Floats = UnsafeMutablePointer<Float>

  /// Some rows of one sound, which one worker computes.
  struct Tile {
    let sound: Int
    let rows: Range<Int>
    /// Its number among the sound's tiles, and the rows of each of them but for the last.
    let index, size: Int
  }

  /// Runs `body(tile, scratch)` over all rows of all sounds, `size` rows at a time.
  func forTiles(_ length: Int, _ size: Int, _ body: (_ tile: Tile, _ scratch: Floats) -> Void) {
    workers.forRanges(of: length, by: size, sounds: workspace.batch) { sound, rows, worker in
      // The pass is thrown away at its end.
      if workers.isInterrupted() { return }
      body(
        Tile(sound: sound, rows: rows, index: rows.lowerBound / size, size: size), workspace.scratch[worker].all)
    }
  }

  /// A tile's rows among those of a level, [batch, L, width].
  func rows(_ tile: Tile, of buffer: FloatBuffer, _ memory: Memory) -> Floats {
    buffer.slice(
      (tile.sound * memory.length + tile.rows.lowerBound) * memory.width, tile.rows.count * memory.width)
  }

  /// x·W for the rows of a tile, into rows of floats.
  func multiply(
    _ tile: Floats, stride: Int, rows: Int, _ weight: PackedProduct, into output: Floats, stride outStride: Int? = nil
  ) {
    kernels.product(
      CRows(values: tile, stride: stride), rows, weight.operand, weight.start,
      CMutableRows(values: output, stride: outStride ?? weight.columns))
  }

  /// Keeps a tile's moments for the norm that comes next.
  func keepMoments(_ x: Floats, _ tile: Tile, _ memory: Memory) {
    let tiles = (memory.length + tile.size - 1) / tile.size
    kernels.moments(
      x, memory.width, tile.rows.count,
      memory.moments.slice((tile.sound * tiles + tile.index) * 2 * memory.width, 2 * memory.width))
  }
}
