import Checkpoints

extension UNetDescription {
  /// Reads the architecture off the shapes in a state dict whose names are relative to the network.
  ///
  /// Shapes don't tell the number of attention heads: without `heads` a network that has attention throws
  /// `headsUnknown`. Nor do they tell the groups of the norms, which are 8 unless said otherwise.
  public init(reading stateDict: StateDict, heads: Int? = nil, groups: Int? = nil) throws(NetworkError) {
    var levels: [LevelShapes] = []
    var prefix: String? = "blocks.2.net."
    while let here = prefix {
      let level = try LevelShapes(stateDict, prefix: here)
      levels.append(level)
      prefix = level.inner
    }
    guard let time = stateDict.shape(of: Self.timeName), time.count == 2 else { throw .notUNet(missing: Self.timeName) }

    guard let top = levels.first else { throw .notUNet(missing: "blocks.2.net.block.blocks.0.block.weight") }
    let product = levels.compactMap(\.attentionWidth).first
    if let product {
      guard let heads else { throw .headsUnknown(product: product) }
      guard heads > 0, product > 0, product % heads == 0 else { throw .headsDontDivide(heads: heads, product: product) }
    }
    try self.init(
      inChannels: top.inChannels, outChannels: top.outChannels, channels: levels.map(\.channels),
      factors: levels.map(\.factor), items: levels.map(\.items), attentions: levels.map(\.attentions),
      attentionHeads: heads, attentionFeatures: product.map { $0 / (heads ?? 1) },
      modulationFeatures: time[0], resnetGroups: groups ?? 8)
  }

  private static let timeName = "blocks.0.to_out.weight"
}

/// What the shapes of one level tell.
private struct LevelShapes {
  let inChannels, outChannels, channels, factor: Int
  /// Items on one way, and attentions in each.
  let items, attentions: Int
  /// Heads × features of the level's attention, if it has any.
  let attentionWidth: Int?
  /// The prefix of the next level.
  let inner: String?

  /// Walks the numbered blocks of the level: which keys a block has tells what it is.
  init(_ stateDict: StateDict, prefix: String) throws(NetworkError) {
    let first = prefix + "block.blocks.0.block.weight"
    guard let down = stateDict.shape(of: first), down.count == 3 else { throw .notUNet(missing: first) }
    (channels, inChannels, factor) = (down[0], down[1], down[2])

    var (resnets, attentions, width): (Int, Int, Int?) = (0, 0, nil)
    var (inner, output): (String?, Int?) = (nil, nil)
    var index = 0
    while output == nil {
      index += 1
      let block = prefix + "block.blocks.\(index)."
      if stateDict.contains(block + "block.blocks.0.blocks.0.0.weight") {
        resnets += 1
      } else if let query = stateDict.shape(of: block + "blocks.0.block.to_q.weight"), let rows = query.first {
        attentions += 1
        width = width ?? rows
      } else if stateDict.contains(block + "skip.blocks.0.1.weight"), inner == nil {
        inner = block
      } else if let up = stateDict.shape(of: block + "block.1.weight"), let rows = up.first {
        output = rows
      } else if !stateDict.contains(block + "blocks.0.block.blocks.0.1.weight") {
        throw .notUNet(missing: block + "block.1.weight")
      }
    }
    self.inner = inner
    outChannels = output ?? inChannels
    items = resnets / 2
    self.attentions = resnets > 0 ? attentions / resnets : 0
    attentionWidth = width
  }
}
