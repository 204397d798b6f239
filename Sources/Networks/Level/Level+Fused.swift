import CKernels
import Tensors

extension Level {
  /// A region down, the items', and a region up.
  struct Fused: Sendable {
    let sizes: LevelSizes
    private let downsampling: PackedProduct
    let itemsDown, itemsUp: [Item.Fused]
    private let upsampling: Upsampling.Fused
    private let adapter: PackedProduct?
    /// Where the skip's scale stands among the modulations.
    private let skip: Int

    /// Reads and packs the weights; throws when they don't fit.
    init(_ level: Level, _ weights: WeightSource, _ packing: inout Packing) throws {
      sizes = level.sizes
      downsampling = try PackedProduct(level.downsampling, weights, unit: packing.unit)
      itemsDown = try level.itemsDown.map { try Item.Fused($0, weights, &packing) }
      itemsUp = try level.itemsUp.map { try Item.Fused($0, weights, &packing) }
      upsampling = try Upsampling.Fused(level.upsampling, weights, unit: packing.unit)
      adapter = try level.skip.adapter.map { try PackedProduct($0, weights, unit: packing.unit) }
      skip = try packing.modulations.add(level.skip.toScale, parts: [(0..<sizes.outChannels, 0)], weights)
    }

    /// Whether what comes in is adapted before it goes around.
    var adapts: Bool { adapter != nil }

    /// Channels brought up to a multiple of 16, the strides of rows: of what comes in, and of what goes out.
    private var inWidth: Int { padded(sizes.inChannels) }
    private var outWidth: Int { padded(sizes.outChannels) }

    /// The memory of passes over `batch` sounds that have `length` positions at this level.
    func memory(length: Int, batch: Int, unit: Int) -> Pass.Memory {
      Pass.Memory(
        channels: sizes.item.channels, downWidth: sizes.factor * inWidth, upWidth: sizes.factor * outWidth,
        length: length, batch: batch, projections: (itemsDown + itemsUp).map(\.projections).max() ?? 0, unit: unit)
    }

    /// Floats of scratch memory that the level's regions need.
    func scratch(_ memory: Pass.Memory) -> Int {
      let up = (memory.upRows + 2) * memory.width + memory.upRows * sizes.factor * (outWidth + inWidth)
      return max(
        up, memory.downRows * sizes.factor * inWidth, (itemsDown + itemsUp).map { $0.scratch(memory) }.max() ?? 0)
    }

    /// x [L, in] → memory.x [L / f, C], with the moments of what comes out.
    func down(_ pass: Pass, _ x: FloatBuffer, _ memory: Pass.Memory) {
      let factor = sizes.factor
      let length = memory.length * factor
      pass.forTiles(memory.length, memory.downRows) { tile, scratch in
        pass.kernels.copyRows(
          x.slice(tile.sound * length * inWidth, length * inWidth), inWidth, length, tile.rows.lowerBound * factor,
          tile.rows.count * factor, scratch)
        let output = pass.rows(tile, of: memory.x, memory)
        pass.multiply(
          scratch, stride: factor * inWidth / pass.unit, rows: tile.rows.count, downsampling, into: output)
        pass.keepMoments(output, tile, memory)
      }
    }

    /// memory.x [L / f, C] → target [L, out], to which the skip's scale times it is added; then `whenAdded` for those
    /// rows, as a tile of the target.
    /// - Parameter x: what came into the level, where `adapts`.
    func up(
      _ pass: Pass, _ memory: Pass.Memory, into target: FloatBuffer, adapting x: FloatBuffer? = nil,
      whenAdded: (_ tile: Pass.Tile, _ output: Pass.Floats) -> Void
    ) {
      let (width, factor, unit) = (memory.width, sizes.factor, pass.unit)
      let length = memory.length * factor
      pass.forTiles(memory.length, memory.upRows) { tile, scratch in
        let (sound, rows) = (tile.sound, tile.rows)
        pass.kernels.copyRows(
          memory.x.slice(sound * memory.length * width, memory.length * width), width, memory.length,
          rows.lowerBound - 1, rows.count + 2, scratch)
        let y = scratch + (memory.upRows + 2) * width
        for (phase, part) in upsampling.phases.enumerated() {
          pass.multiply(
            scratch + (part.firstRow + 1) * (width / unit), stride: width / unit, rows: rows.count, part.product,
            into: y + phase * outWidth, stride: factor * outWidth)
        }
        let first = rows.lowerBound * factor
        let count = rows.count * factor
        let output = target.slice((sound * length + first) * outWidth, count * outWidth)
        if let adapter, let x {
          let input = y + memory.upRows * factor * outWidth
          pass.kernels.copyRows(
            x.slice(sound * length * inWidth, length * inWidth), inWidth, length, first, count, input)
          pass.multiply(input, stride: inWidth / unit, rows: count, adapter, into: output)
        }
        pass.kernels.addScaled(output, y, outWidth, count, pass.modulations[sound] + skip)
        whenAdded(
          Pass.Tile(sound: sound, rows: first..<(first + count), index: tile.index, size: memory.upRows * factor),
          output)
      }
    }
  }
}
