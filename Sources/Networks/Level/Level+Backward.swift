import Tensors

extension Level {
  /// The level in training, with what it keeps of one sound.
  struct Learning {
    private let downsampling: StridedConvolution.Learning
    private let itemsDown, itemsUp: [Item.Kept]
    private let upsampling: Upsampling.Learning
    private let skip: Skip.Learning
    /// What comes into the level, [L·f, in].
    let input: RowMemory
    /// What goes into the upsampling, [L, C], and what comes out of it, [L·f, out].
    private let beforeUp, afterUp: RowMemory
    /// Whether items are computed again in backward, of which only what came in was kept.
    private let recomputes: Bool

    /// - Parameter length: positions of a sound as they come in, L·f.
    init(
      _ level: Level, length: Int, recomputes: Bool, _ layout: ParameterLayout,
      _ conditioning: inout ConditioningLayout, _ sizes: inout TrainingWorkspace.Sizes
    ) throws {
      self.recomputes = recomputes
      let (channels, inner) = (level.sizes.item.channels, length / level.sizes.factor)
      downsampling = try StridedConvolution.Learning(level.downsampling, layout)
      upsampling = try Upsampling.Learning(level.upsampling, layout)
      var shared: Item.Kept?
      func items(_ items: [Item]) throws -> [Item.Kept] {
        try items.map { item in
          let layers = try Item.Learning(item, channels: channels, layout, &conditioning)
          layers.reserve(&sizes, length: inner)
          let kept = layers.kept(length: inner, sharing: shared)
          if recomputes { shared = kept }
          return kept
        }
      }
      (itemsDown, itemsUp) = (try items(level.itemsDown), try items(level.itemsUp))
      skip = try Skip.Learning(level.skip, layout, &conditioning)
      input = RowMemory(length: length, width: padded(level.sizes.inChannels))
      beforeUp = RowMemory(length: inner, width: padded(channels))
      afterUp = RowMemory(length: length, width: padded(level.sizes.outChannels))
      downsampling.reserve(&sizes, length: inner)
      upsampling.reserve(&sizes, length: inner)
      skip.reserve(&sizes, length: length)
      for rows in [input, beforeUp, afterUp] {
        sizes.take(\.rows, RowMemory.size(length: rows.length, width: rows.width))
      }
    }

    /// What comes into the items up, or into the upsampling where there are none.
    var firstUp: RowMemory { itemsUp.first?.x ?? beforeUp }

    // MARK: Forward

    /// input [L·f, in] → the next level's input, or what comes into the items up, [L, C].
    func down(_ workspace: TrainingWorkspace, into target: RowMemory) {
      downsampling.forward(workspace, input, into: itemsDown.first?.x ?? target)
      for (index, item) in itemsDown.enumerated() {
        item.forward(workspace, into: index + 1 < itemsDown.count ? itemsDown[index + 1].x : target)
      }
    }

    /// firstUp [L, C] and what came in → target [L·f, out].
    func up(_ workspace: TrainingWorkspace, into target: RowMemory) {
      for (index, item) in itemsUp.enumerated() {
        item.forward(workspace, into: index + 1 < itemsUp.count ? itemsUp[index + 1].x : beforeUp)
      }
      upsampling.forward(workspace, beforeUp, into: afterUp)
      skip.forward(workspace, input, afterUp, into: target)
    }

    // MARK: Backward

    /// From d, the gradient of what the level gives, [L·f, out]: that of what goes around it, and that of `firstUp`.
    func upBackward(_ workspace: TrainingWorkspace, _ d: RowMemory) -> (around: RowMemory, inner: RowMemory) {
      let around = RowMemory(length: d.length, width: d.width)
      around.rows.update(from: d.rows, count: d.length * d.width)
      let scaled = workspace.rows(0, like: afterUp)
      skip.backward(workspace, afterUp, d, into: scaled)
      let inner = RowMemory(length: beforeUp.length, width: beforeUp.width)
      upsampling.backward(workspace, beforeUp, scaled, into: inner)
      for item in itemsUp.reversed() { backward(workspace, item, inner) }
      return (around, inner)
    }

    /// From d, the gradient of what the items down give, [L, C], and that of what goes around, that of `input`, where
    /// it is wanted.
    func downBackward(
      _ workspace: TrainingWorkspace, _ d: RowMemory, around: RowMemory, isWanted: Bool
    ) -> RowMemory {
      for item in itemsDown.reversed() { backward(workspace, item, d) }
      let through = isWanted ? workspace.rows(0, like: input) : nil
      downsampling.backward(workspace, input, d, into: through)
      let sum = skip.backwardAround(
        workspace, input, around, into: workspace.rows(1, like: input), isWanted: isWanted)
      guard let through else { return sum }
      workspace.forTiles(input.length) { rows, _, _ in
        workspace.kernels.addScaled(
          sum.row(rows.lowerBound), through.row(rows.lowerBound), input.width, rows.count, nil)
      }
      return sum
    }

    /// An item's backward, for which what it keeps is computed again where it was not kept.
    private func backward(_ workspace: TrainingWorkspace, _ item: Item.Kept, _ d: RowMemory) {
      if recomputes { item.forward(workspace, into: workspace.rows(3, like: d)) }
      item.backward(workspace, d)
    }
  }
}
