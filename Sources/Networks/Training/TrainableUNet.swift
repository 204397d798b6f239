import CKernels
import Tensors

/// UNetV0 in training: forward that keeps what backward needs, and the gradients of every weight.
///
/// One sound at a time, as rows. The equations are those of the layers' descriptions; the kernels are the fused network's, in
/// f32, and so gradients have the same bits for every instruction set and number of threads.
final class TrainableUNet {
  /// What it computes with; the weights there may be changed for others between passes.
  let workspace: TrainingWorkspace
  private let conditioning: TrainableConditioning
  private let conditioningMemory: ConditioningMemory
  private var timeMemory = TrainableConditioning.Memory()
  private let levels: [Level]
  private let shared: SharedMemory
  /// What goes into the network, [L, in], and what comes out of it, [L, out].
  let input, output: RowMemory

  /// A level's layers and what they keep for one sound.
  private struct Level {
    let channels, width, outWidth, factor: Int
    let down: TrainableStridedConvolution
    let itemsDown, itemsUp: [TrainableItem]
    let up: TrainableUpsampling
    let adapter: TrainableStridedConvolution?
    let skipPlace: Int
    /// What comes into the level, [L·f, in].
    let input: RowMemory
    let memoriesDown, memoriesUp: [ItemMemory]
    /// What goes into the upsampling, [L, C], and what comes out of it, [L·f, out].
    let beforeUp, afterUp: RowMemory
    let outputs: Int

    /// What comes into the items up, or into the upsampling where there are none.
    var firstUp: RowMemory { memoriesUp.first?.x ?? beforeUp }
  }

  /// Whether the items are computed again in backward, of which only what comes in was kept.
  private let recomputes: Bool

  /// - Parameters:
  ///   - recomputes: keeps only what comes into each item, and computes the rest again for backward: a third more work
  ///     for less than half of the memory.
  ///   - layout: where the weights and their gradients stand in `values` and `gradients`.
  ///   - length: positions of a sound; must fit the architecture.
  init(
    _ architecture: UNetDescription, layout: ParameterLayout, values: FloatBuffer, gradients: FloatBuffer, length: Int,
    recomputes: Bool, engine: Engine
  ) throws {
    self.recomputes = recomputes
    var places = ConditioningLayout(layout, features: architecture.modulationFeatures)
    var levels: [Level] = []
    var (rows, sizes) = (length, Sizes())
    let layers = UNet(architecture)
    for layer in layers.levels {
      let level = try Self.level(layer, layout, &places, rows: rows, recomputes: recomputes)
      sizes.take(level, rows: rows, engine.exact, architecture)
      rows /= level.factor
      levels.append(level)
    }
    self.levels = levels
    conditioning = try TrainableConditioning(layers.timeFeatures, layout, places)
    conditioningMemory = ConditioningMemory(values: FloatBuffer(places.width), gradients: FloatBuffer(places.width))
    workspace = TrainingWorkspace(
      engine: engine, values: values, gradients: gradients, sizes: sizes.workspace)
    shared = SharedMemory(
      outer: (0..<4).map { _ in FloatBuffer(sizes.outer) }, inner: (0..<3).map { _ in FloatBuffer(sizes.inner) })
    input = levels.first?.input ?? RowMemory(length: length, width: padded(architecture.inChannels))
    output = RowMemory(length: length, width: padded(architecture.outChannels))
  }

  private static func level(
    _ layer: Networks.Level, _ layout: ParameterLayout, _ places: inout ConditioningLayout, rows: Int, recomputes: Bool
  ) throws -> Level {
    let (inputs, outputs) = (layer.sizes.inChannels, layer.sizes.outChannels)
    let (channels, factor) = (layer.sizes.item.channels, layer.sizes.factor)
    let (width, length) = (padded(channels), rows / factor)
    func items(_ items: [Item]) throws -> [TrainableItem] {
      try items.map { try TrainableItem($0, layout, &places) }
    }
    let (down, up) = (try items(layer.itemsDown), try items(layer.itemsUp))
    var shared: ItemMemory?
    func memories(_ items: [TrainableItem]) -> [ItemMemory] {
      items.map { item in
        let memory = ItemMemory(item, length: length, width: width, sharing: shared)
        if recomputes { shared = memory }
        return memory
      }
    }
    return Level(
      channels: channels, width: width, outWidth: padded(outputs), factor: factor,
      down: try TrainableStridedConvolution(layer.downsampling, layout),
      itemsDown: down, itemsUp: up,
      up: try TrainableUpsampling(layer.upsampling, layout),
      adapter: try layer.skip.adapter.map { try TrainableStridedConvolution($0, layout) },
      skipPlace: try places.add(layer.skip.toScale, rows: 0..<outputs),
      input: RowMemory(length: rows, width: padded(inputs)),
      memoriesDown: memories(down), memoriesUp: memories(up),
      beforeUp: RowMemory(length: length, width: width),
      afterUp: RowMemory(length: rows, width: padded(outputs)), outputs: outputs)
  }

  /// How much memory the layers need to work in.
  private struct Sizes {
    var workspace = TrainingWorkspace.Sizes()
    var outer = 1, inner = 1

    mutating func take(_ level: Level, rows: Int, _ kernels: CKernels, _ architecture: UNetDescription) {
      let (length, width) = (rows / level.factor, level.width)
      let wide = max(width, level.outWidth, level.input.width)
      workspace.scratch = max(
        workspace.scratch, TrainableNormConvolution.scratch(width: width), TrainingWorkspace.tileRows * wide, 256 * 32)
      outer = max(outer, RowMemory.size(length: length, width: width), RowMemory.size(length: rows, width: wide))
      // Both ways between a level and the one above: each other size goes with the factor, never two of them at once.
      let (folded, windows) = (level.factor * level.input.width, (level.factor + 2) * level.outWidth)
      let panels = padded(width, to: 32)
      workspace.packed = max(
        workspace.packed, max(kernels.convolutionPoints * width, folded, windows) * panels,
        padded(folded, to: 32) * width,
        max(level.factor * 3 * width, padded(level.input.width, to: 32)) * padded(level.outWidth, to: 32))
      let tiles = (rows + 63) / 64
      workspace.sums = max(
        workspace.sums, tiles * 2 * wide, TrainingWorkspace.sumsNeeded(k: 3 * width, columns: level.channels),
        TrainingWorkspace.sumsNeeded(k: width, columns: folded),
        TrainingWorkspace.sumsNeeded(k: windows, columns: level.channels),
        TrainingWorkspace.sumsNeeded(k: level.outWidth, columns: level.input.width))
      workspace.zeros = max(workspace.zeros, padded(max(wide, folded), to: 32))
      if let attention = level.itemsDown.first?.attentions.first ?? level.itemsUp.first?.attentions.first {
        let innerWidth = attention.innerWidth
        workspace.scratch = max(
          workspace.scratch, TrainableAttention.scratch(length: length, features: architecture.attentionFeatures))
        inner = max(inner, RowMemory.size(length: length, width: innerWidth))
        workspace.packed = max(workspace.packed, padded(innerWidth, to: 32) * width, padded(width, to: 32) * innerWidth)
        workspace.sums = max(
          workspace.sums, TrainingWorkspace.sumsNeeded(k: innerWidth, columns: width),
          TrainingWorkspace.sumsNeeded(k: width, columns: innerWidth))
        workspace.zeros = max(workspace.zeros, padded(innerWidth, to: 32))
      }
    }
  }

  // MARK: Forward

  /// `input` at a sigma → `output`, keeping what `backward` needs.
  func forward(sigma: Float) {
    timeMemory = conditioning.forward(workspace, sigma: sigma, into: conditioningMemory.values)
    for (index, level) in levels.enumerated() { down(level, into: levels.dropFirst(index + 1).first) }
    for (index, level) in levels.enumerated().reversed() {
      up(level, into: index == 0 ? output : levels[index - 1].firstUp)
    }
  }

  /// Lets no `backward` follow the last `forward`.
  func forgetPass() { timeMemory = TrainableConditioning.Memory() }

  private func down(_ level: Level, into next: Level?) {
    let target = next?.input ?? level.firstUp
    level.down.forward(workspace, level.input, into: level.memoriesDown.first?.x ?? target)
    for (index, item) in level.itemsDown.enumerated() {
      let output = index + 1 < level.itemsDown.count ? level.memoriesDown[index + 1].x : target
      item.forward(workspace, level.memoriesDown[index], conditioningMemory, shared, into: output)
    }
  }

  private func up(_ level: Level, into target: RowMemory) {
    for (index, item) in level.itemsUp.enumerated() {
      let output = index + 1 < level.itemsUp.count ? level.memoriesUp[index + 1].x : level.beforeUp
      item.forward(workspace, level.memoriesUp[index], conditioningMemory, shared, into: output)
    }
    level.up.forward(workspace, level.beforeUp, into: level.afterUp)
    if let adapter = level.adapter { adapter.forward(workspace, level.input, into: target) }
    let scale = conditioningMemory.values.slice(level.skipPlace, level.outWidth)
    workspace.forTiles(target.length) { rows, _, _ in
      let y = target.row(rows.lowerBound)
      let count = rows.count * target.width
      if level.adapter == nil { y.update(from: level.input.row(rows.lowerBound), count: count) }
      workspace.kernels.addScaled(y, level.afterUp.row(rows.lowerBound), target.width, rows.count, scale)
    }
  }

  // MARK: Backward

  /// Zeros to write the gradient of `output` into.
  func clearedGradient() -> RowMemory {
    let gradient = shared.rows(3, length: output.length, width: output.width)
    gradient.rows.update(repeating: 0, count: output.length * output.width)
    return gradient
  }

  /// From the gradient of `output`, as `clearedGradient` gave the rows for it, adds those of all weights; gives that of
  /// `input` where it is wanted. Throws unless there was a `forward`.
  func backward(_ gradient: RowMemory, toInput: Bool) throws -> RowMemory? {
    guard !timeMemory.activated.isEmpty else {
      throw NetworkError.wrongInput(expected: "a forward before the backward", found: [])
    }
    conditioningMemory.gradients.all.update(repeating: 0, count: conditioningMemory.gradients.count)
    var around: [RowMemory] = []
    var current = gradient
    for level in levels {
      let (around0, inner) = upBackward(level, current)
      around.append(around0)
      current = inner
    }
    for (index, level) in levels.enumerated().reversed() {
      current = downBackward(level, current, around: around[index], wanted: index > 0 || toInput)
    }
    conditioning.backward(workspace, timeMemory, conditioningMemory.gradients)
    return toInput ? current : nil
  }

  /// An item's backward, for which what it keeps is computed again where it was not kept.
  private func backward(_ item: TrainableItem, _ memory: ItemMemory, _ d: RowMemory) {
    if recomputes {
      item.forward(
        workspace, memory, conditioningMemory, shared, into: shared.rows(3, length: d.length, width: d.width))
    }
    item.backward(workspace, memory, conditioningMemory, shared, d)
  }

  /// From the gradient of what a level gives: that of what goes around it, and of what came into its items up.
  private func upBackward(_ level: Level, _ d: RowMemory) -> (around: RowMemory, inner: RowMemory) {
    let width = level.outWidth
    let around = RowMemory(length: d.length, width: d.width)
    around.rows.update(from: d.rows, count: d.length * d.width)
    let scale = conditioningMemory.values.slice(level.skipPlace, width)
    let tiles = workspace.tiles(d.length)
    let scaled = shared.rows(0, length: d.length, width: width)
    workspace.forTiles(d.length) { rows, tile, _ in
      workspace.training.columnProducts(
        d.row(rows.lowerBound), level.afterUp.row(rows.lowerBound), width, rows.count,
        workspace.sums.slice(tile * width, width))
      let target = scaled.row(rows.lowerBound)
      target.update(repeating: 0, count: rows.count * width)
      workspace.kernels.addScaled(target, d.row(rows.lowerBound), width, rows.count, scale)
    }
    for (channel, sum) in workspace.merged(width, tiles: tiles).prefix(level.outputs).enumerated() {
      conditioningMemory.gradients.all[level.skipPlace + channel] = Float(sum)
    }
    let inner = RowMemory(length: level.beforeUp.length, width: level.width)
    level.up.backward(workspace, level.beforeUp, scaled, into: inner)
    for (index, item) in level.itemsUp.enumerated().reversed() {
      backward(item, level.memoriesUp[index], inner)
    }
    return (around, inner)
  }

  /// From the gradient of what a level's items down give, that of what comes into the level, where it is wanted.
  private func downBackward(_ level: Level, _ d: RowMemory, around: RowMemory, wanted: Bool) -> RowMemory {
    for (index, item) in level.itemsDown.enumerated().reversed() {
      backward(item, level.memoriesDown[index], d)
    }
    let (length, width) = (level.input.length, level.input.width)
    let through = wanted ? shared.rows(0, length: length, width: width) : nil
    level.down.backward(workspace, level.input, d, into: through)
    var around = around
    if let adapter = level.adapter {
      let adapted = wanted ? shared.rows(1, length: length, width: width) : nil
      adapter.backward(workspace, level.input, around, into: adapted)
      around = adapted ?? around
    }
    guard let through else { return around }
    workspace.forTiles(length) { rows, _, _ in
      workspace.kernels.addScaled(around.row(rows.lowerBound), through.row(rows.lowerBound), width, rows.count, nil)
    }
    return around
  }
}
