import Tensors

/// The memory that passes over sounds of one length work in, taken once: a pass allocates nothing.
struct Workspace {
  let batch, length: Int
  /// The sounds as rows, [batch, L, in], which become the velocity where the network gives as many channels as it takes.
  let input: FloatBuffer
  /// The velocity as rows, [batch, L, out].
  let output: FloatBuffer
  /// Per level.
  let levels: [LevelMemory]
  /// A worker's own: tiles, sums, scores.
  let scratch: [FloatBuffer]

  /// What the passes of one level work on; shared by all of its layers.
  struct LevelMemory {
    /// How many positions a sound has at this level.
    let length: Int
    /// The level's activations, and those between a ResNet block's two convolutions, [batch, L, width].
    let x, hidden: FloatBuffer
    /// An attention's queries and keys, tiles [batch, L, tileStride], and values, [batch, L, valueStride] in units of
    /// neighbouring rows.
    let queries, keys, values: FloatBuffer
    let tileStride, valueStride: Int
    /// Of each tile, [batch, tiles, 2, width].
    let moments: FloatBuffer
    /// Factor and addend of the norm to come, [batch, width] each, and room to compute them.
    let scale, shift, sums: FloatBuffer
    /// Rows of a tile of convolutions, of the downsampling's output, and of the upsampling's input.
    let tileRows, downRows, upRows: Int

    init(_ level: FusedLevel, length: Int, batch: Int, projections: Int, unit: Int) {
      self.length = length
      let rows = batch * length
      x = FloatBuffer(rows * level.width)
      hidden = FloatBuffer(rows * level.width)
      // A cache line more than needed: rows a power of two apart would all lie in a few sets of the cache.
      tileStride = projections == 0 ? 0 : projections / unit + 16
      valueStride = projections == 0 ? 0 : projections + 16
      queries = FloatBuffer(rows * tileStride)
      keys = FloatBuffer(rows * tileStride)
      values = FloatBuffer(batch * padded(length, to: unit) / unit * valueStride)
      tileRows = Self.rows(level.width)
      downRows = Self.rows(max(level.width, level.factor * level.inWidth))
      upRows = Self.rows(max(level.width, level.factor * level.outWidth))
      // Tiles may be the level below's, which are never smaller.
      moments = FloatBuffer(batch * ((length + Self.fewestRows - 1) / Self.fewestRows) * 2 * level.width)
      scale = FloatBuffer(batch * level.width)
      shift = FloatBuffer(batch * level.width)
      sums = FloatBuffer(4 * level.width)
    }

    /// The fewest rows that a tile has, but for a sound's last one.
    private static let fewestRows = 8

    /// Rows of a tile: as many as stay in the second-level cache beside the weights.
    private static func rows(_ width: Int) -> Int {
      width <= 32 ? 128 : width <= 512 ? 64 : max(fewestRows, 32768 / width)
    }
  }
}
