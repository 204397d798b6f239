import CKernels
import Tensors

/// One pass of the fused network over a batch: the plan of its regions.
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

  /// Queries in an attention's tile.
  static let queryRows = 32

  private var unit: Int { kernels.unit }
  typealias Memory = Workspace.LevelMemory
  typealias Floats = UnsafeMutablePointer<Float>

  /// Runs `body(sound, rows, tile of the sound, scratch)` over all rows of all sounds, `size` rows at a time.
  private func forTiles(
    _ length: Int, _ size: Int, _ body: (_ sound: Int, _ rows: Range<Int>, _ tile: Int, _ scratch: Floats) -> Void
  ) {
    let tiles = (length + size - 1) / size
    workers.run(workspace.batch * tiles) { index, worker in
      let (sound, tile) = index.quotientAndRemainder(dividingBy: tiles)
      body(sound, (tile * size)..<min(length, (tile + 1) * size), tile, workspace.scratch[worker].all)
    }
  }

  /// x·W for the rows of a tile, into rows of floats.
  private func multiply(
    _ tile: Floats, stride: Int, rows: Int, _ weight: PackedProduct, into output: Floats, stride outStride: Int? = nil
  ) {
    kernels.product(
      CRows(values: tile, stride: stride), rows, weight.operand, weight.start,
      CMutableRows(values: output, stride: outStride ?? weight.columns))
  }

  // MARK: Down and up

  /// [L, in] → [L / f, C], with the moments of what comes out.
  func down(_ x: FloatBuffer, _ level: FusedLevel, _ memory: Memory) {
    let (width, inWidth, factor) = (level.width, level.inWidth, level.factor)
    let length = memory.length * factor
    forTiles(memory.length, memory.downRows) { sound, rows, tile, scratch in
      kernels.copyRows(
        x.slice(sound * length * inWidth, length * inWidth), inWidth, length, rows.lowerBound * factor,
        rows.count * factor, scratch)
      let output = memory.x.slice((sound * memory.length + rows.lowerBound) * width, rows.count * width)
      multiply(scratch, stride: factor * inWidth / unit, rows: rows.count, level.downsampling, into: output)
      keepMoments(output, rows.count, level, memory, sound, tile, memory.downRows)
    }
  }

  /// [L / f, C] → target [L, out], to which the skip's scale times it is added; then `whenAdded` for those rows.
  func up(
    _ level: FusedLevel, _ memory: Memory, into target: FloatBuffer, adapting x: FloatBuffer? = nil,
    whenAdded: (_ output: Floats, _ rows: Int, _ sound: Int, _ tile: Int, _ tileRows: Int) -> Void
  ) {
    let (width, outWidth, factor) = (level.width, level.outWidth, level.factor)
    let length = memory.length * factor
    forTiles(memory.length, memory.upRows) { sound, rows, tile, scratch in
      kernels.copyRows(
        memory.x.slice(sound * memory.length * width, memory.length * width), width, memory.length,
        rows.lowerBound - 1, rows.count + 2, scratch)
      let y = scratch + (memory.upRows + 2) * width
      for (phase, part) in level.upsampling.phases.enumerated() {
        multiply(
          scratch + (part.firstRow + 1) * (width / unit), stride: width / unit, rows: rows.count, part.product,
          into: y + phase * outWidth, stride: factor * outWidth)
      }
      let first = rows.lowerBound * factor
      let count = rows.count * factor
      let output = target.slice((sound * length + first) * outWidth, count * outWidth)
      if let adapter = level.adapter, let x {
        let input = y + memory.upRows * factor * outWidth
        kernels.copyRows(
          x.slice(sound * length * level.inWidth, length * level.inWidth), level.inWidth, length, first, count, input)
        multiply(input, stride: level.inWidth / unit, rows: count, adapter, into: output)
      }
      kernels.addScaled(output, y, outWidth, count, modulations[sound] + level.skip)
      whenAdded(output, count, sound, tile, memory.upRows * factor)
    }
  }

  // MARK: Items

  /// ResNet block, modulation and attentions of one item, in place.
  func item(_ item: FusedItem, _ level: FusedLevel, _ memory: Memory, momentRows: inout Int) {
    let (width, length) = (level.width, memory.length)
    prepare(item.resnet.firstNorm, level, memory, momentRows)
    convolve(memory.x, level, memory, item.resnet.firstConvolution, into: memory.hidden) {
      hidden, sound, rows, tile, _ in
      keepMoments(hidden, rows.count, level, memory, sound, tile, memory.tileRows)
    }
    prepare(item.resnet.secondNorm, level, memory, memory.tileRows)
    convolve(memory.hidden, level, memory, item.resnet.secondConvolution) { y, sound, rows, tile, scratch in
      let x = memory.x.slice((sound * length + rows.lowerBound) * width, rows.count * width)
      let modulation = modulations[sound] + item.modulation
      kernels.addModulate(
        x, y, CExtent(rows: rows.count, width: width, channels: level.channels), 1e-6,
        CAffine(scale: modulation, shift: modulation + width))
      if let attention = item.attentions.first {
        project(x, rows, attention, level, memory, sound, scratch: scratch)
      } else {
        keepMoments(x, rows.count, level, memory, sound, tile, memory.tileRows)
      }
    }
    momentRows = memory.tileRows
    for (index, attention) in item.attentions.enumerated() {
      if index > 0 { project(attention, level, memory) }
      attend(attention, level, memory)
      momentRows = Self.queryRows
    }
  }

  /// Norm, SiLU and convolution of each tile's rows, into `output` or, without one, into the worker's memory; then
  /// `whenConvolved` for these rows, with scratch memory that is free again.
  private func convolve(
    _ x: FloatBuffer, _ level: FusedLevel, _ memory: Memory, _ weight: PackedProduct, into output: FloatBuffer? = nil,
    whenConvolved: (_ y: Floats, _ sound: Int, _ rows: Range<Int>, _ tile: Int, _ scratch: Floats) -> Void
  ) {
    let (width, length) = (level.width, memory.length)
    forTiles(length, memory.tileRows) { sound, rows, tile, scratch in
      let y =
        output?.slice((sound * length + rows.lowerBound) * width, rows.count * width) ?? scratch
      let input = scratch + memory.tileRows * width
      let inputRows = padded(rows.count, to: kernels.convolutionRows) + 2
      kernels.normaliseSilu(
        x.slice(sound * length * width, length * width), width, length, rows.lowerBound - 1, inputRows,
        CAffine(scale: memory.scale.all + sound * width, shift: memory.shift.all + sound * width), input)
      kernels.convolve(
        input, rows.count, CPanels(values: weight.panels.all, steps: width / unit, columns: weight.columns),
        weight.bias.all, input + inputRows * width, CMutableRows(values: y, stride: width))
      whenConvolved(y, sound, rows, tile, input)
    }
  }

  /// Keeps a tile's moments for the norm that comes next.
  func keepMoments(
    _ x: Floats, _ rows: Int, _ level: FusedLevel, _ memory: Memory, _ sound: Int, _ tile: Int, _ tileRows: Int
  ) {
    let tiles = (memory.length + tileRows - 1) / tileRows
    kernels.moments(
      x, level.width, rows, memory.moments.slice((sound * tiles + tile) * 2 * level.width, 2 * level.width))
  }

  /// Turns the moments of tiles of `tileRows` rows into the norm's factor and addend per channel.
  private func prepare(_ norm: FusedGroupNorm, _ level: FusedLevel, _ memory: Memory, _ tileRows: Int) {
    let tiles = (memory.length + tileRows - 1) / tileRows
    let width = level.width
    memory.sums.all.withMemoryRebound(to: Double.self, capacity: 2 * width) { sums in
      for sound in 0..<workspace.batch {
        kernels.groupNorm(
          CMoments(
            values: memory.moments.all + sound * tiles * 2 * width, tiles: tiles, tileRows: tileRows,
            lastRows: memory.length - (tiles - 1) * tileRows, width: width),
          CGroupNorm(
            weight: norm.weight.all, bias: norm.bias.all, channels: level.channels, groups: norm.groups,
            epsilon: FusedGroupNorm.epsilon),
          sums, memory.scale.all + sound * width, memory.shift.all + sound * width)
      }
    }
  }

  // MARK: Attention

  /// Queries, keys and values of some rows.
  private func project(
    _ x: Floats, _ rows: Range<Int>, _ attention: FusedAttention, _ level: FusedLevel, _ memory: Memory, _ sound: Int,
    scratch: Floats
  ) {
    let width = level.width
    kernels.normaliseRows(
      x, CExtent(rows: rows.count, width: width, channels: level.channels), FusedAttention.epsilon, scratch)
    let columns = attention.toQuery.columns
    let tiled = memory.tileStride
    let first = sound * memory.length + rows.lowerBound
    for (weight, target) in [(attention.toQuery, memory.queries), (attention.toKey, memory.keys)] {
      let target = target.slice(first * tiled, rows.count * tiled)
      if unit == 1 {
        multiply(scratch, stride: width, rows: rows.count, weight, into: target, stride: tiled)
      } else {
        let y = scratch + memory.tileRows * width
        multiply(scratch, stride: width / unit, rows: rows.count, weight, into: y)
        kernels.storeRows(
          CRows(values: y, stride: columns), rows.count, columns, CMutableRows(values: target, stride: tiled))
      }
    }
    let steps = padded(memory.length, to: unit) / unit
    let values = memory.values.slice(
      (sound * steps + rows.lowerBound / unit) * memory.valueStride,
      padded(rows.count, to: unit) / unit * memory.valueStride)
    if unit == 1 {
      multiply(scratch, stride: width, rows: rows.count, attention.toValue, into: values, stride: memory.valueStride)
    } else {
      let y = scratch + memory.tileRows * width
      multiply(scratch, stride: width / unit, rows: rows.count, attention.toValue, into: y)
      kernels.storeValues(
        CRows(values: y, stride: columns), rows.count, columns,
        CMutableRows(values: values, stride: memory.valueStride))
    }
  }

  /// The projections of a further attention of an item, as a region of their own.
  private func project(_ attention: FusedAttention, _ level: FusedLevel, _ memory: Memory) {
    forTiles(memory.length, memory.tileRows) { sound, rows, _, scratch in
      let x = memory.x.slice((sound * memory.length + rows.lowerBound) * level.width, rows.count * level.width)
      project(x, rows, attention, level, memory, sound, scratch: scratch)
    }
  }

  /// Attention of all heads for the queries of a tile, projected and added to x, with the moments of what comes out.
  private func attend(_ attention: FusedAttention, _ level: FusedLevel, _ memory: Memory) {
    let (width, length) = (level.width, memory.length)
    let (tiled, headSteps) = (memory.tileStride, attention.features / unit)
    let steps = padded(length, to: unit) / unit
    forTiles(length, Self.queryRows) { sound, rows, tile, scratch in
      let panel = scratch + Self.attendScratch(keys: length, features: attention.features)
      let y = panel + attention.heads * headSteps * 32
      let queries = memory.queries.slice((sound * length + rows.lowerBound) * tiled, rows.count * tiled)
      let keys = memory.keys.slice(sound * length * tiled, length * tiled)
      let values = memory.values.slice(sound * steps * memory.valueStride, steps * memory.valueStride)
      for head in 0..<attention.heads {
        kernels.attend(
          CHead(
            queries: CRows(values: queries + head * headSteps, stride: tiled),
            keys: CRows(values: keys + head * headSteps, stride: tiled),
            values: CRows(values: values + head * attention.features, stride: memory.valueStride),
            queryCount: rows.count, keyCount: length, features: attention.features),
          scratch, panel + head * headSteps * 32)
      }
      let output = attention.toOutput
      kernels.transposedProduct(
        CRows(values: panel, stride: 32), rows.count, output.operand, output.start,
        CMutableRows(values: y, stride: width))
      let x = memory.x.slice((sound * length + rows.lowerBound) * width, rows.count * width)
      kernels.addScaled(x, y, width, rows.count, nil)
      keepMoments(x, rows.count, level, memory, sound, tile, Self.queryRows)
    }
  }

  /// Floats that one head's attention needs beside its result.
  static func attendScratch(keys: Int, features: Int) -> Int { 32 * (keys + 2 * features + 4) }
}
