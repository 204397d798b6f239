import Tensors

/// The memory that passes over sounds of one length work in, taken once: a pass allocates nothing.
struct Workspace {
  let batch, length: Int
  /// The sounds as rows, [batch, L, in], which become the velocity where the network gives as many channels as it
  /// takes.
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
    /// C, and brought up to a multiple of 16: the stride of this level's rows.
    let channels, width: Int
    /// The level's activations, and those between a ResNet block's two convolutions, [batch, L, width].
    let x, hidden: FloatBuffer
    /// An attention's queries and keys, tiles [batch, heads, L, features], and values, the same in units of
    /// neighbouring rows. What one head reads lies together: the processor foresees it.
    let queries, keys, values: FloatBuffer
    /// Of each tile, [batch, tiles, 2, width].
    let moments: FloatBuffer
    /// Factor and addend of the norm to come, [batch, width] each, and scratch to compute them.
    let scale, shift, sums: FloatBuffer
    /// Rows of a tile of convolutions, of the downsampling's output, and of the upsampling's input.
    let tileRows, downRows, upRows: Int

    /// - Parameters:
    ///   - downWidth: floats that the downsampling takes for one row that it gives.
    ///   - upWidth: floats that the upsampling gives for one row that it takes.
    ///   - projections: values of one row of the widest queries, keys and values; 0 for none.
    init(
      channels: Int, downWidth: Int, upWidth: Int, length: Int, batch: Int, projections: Int, unit: Int
    ) {
      (self.length, self.channels, width) = (length, channels, padded(channels))
      let rows = batch * length
      x = FloatBuffer(rows * width)
      hidden = FloatBuffer(rows * width)
      queries = FloatBuffer(rows * projections / unit)
      keys = FloatBuffer(rows * projections / unit)
      values = FloatBuffer(batch * padded(length, to: unit) / unit * projections)
      tileRows = Self.rows(width)
      downRows = Self.rows(max(width, downWidth))
      upRows = Self.rows(max(width, upWidth))
      // Tiles may be the level below's, which are never smaller.
      moments = FloatBuffer(batch * ((length + Self.fewestRows - 1) / Self.fewestRows) * 2 * width)
      scale = FloatBuffer(batch * width)
      shift = FloatBuffer(batch * width)
      sums = FloatBuffer(4 * width)
    }

    /// The fewest rows that a tile has, but for a sound's last one.
    private static let fewestRows = 8

    /// Rows of a tile: as many as stay in the second-level cache beside the weights.
    private static func rows(_ width: Int) -> Int {
      width <= 32 ? 128 : width <= 512 ? 64 : max(fewestRows, 32768 / width)
    }
  }
}
