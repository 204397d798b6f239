/// The key prefixes of the parts of one level; a-unet numbers them in the order in which they run.
struct LevelNames {
  let level: Int
  let prefix, downsampling, upsampling, skip, skipAdapter, inner: String
  let itemsDown, itemsUp: [ItemNames]

  /// The names below `prefix`, which ends in a dot: downsampling, items, the next level if there is one, items,
  /// upsampling.
  init(level: Int, prefix: String, items: Int, attentions: Int, isInnermost: Bool) {
    self.level = level
    self.prefix = prefix
    var next = 0
    func block() -> String {
      next += 1
      return prefix + "block.blocks.\(next - 1)."
    }
    func item() -> ItemNames {
      ItemNames(
        resnet: block() + "block.", modulation: block() + "blocks.0.block.",
        attentions: (0..<attentions).map { _ in block() + "blocks.0.block." })
    }
    downsampling = block() + "block."
    itemsDown = (0..<items).map { _ in item() }
    inner = isInnermost ? "" : block()
    itemsUp = (0..<items).map { _ in item() }
    upsampling = block() + "block.1."
    skip = prefix + "skip.blocks.0.1."
    skipAdapter = prefix + "skip_adapter.block."
  }
}

/// The key prefixes of the parts of one item.
struct ItemNames {
  let resnet, modulation: String
  let attentions: [String]
}
