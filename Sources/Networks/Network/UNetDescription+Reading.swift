import Checkpoints

extension UNetDescription {
  /// Reads the architecture off the shapes in a state dict whose names are relative to the network.
  ///
  /// Shapes don't tell the number of attention heads: without `heads` a network that has attention throws
  /// `headsUnknown`. Nor do they tell the groups of the norms, which are the standard ones unless said otherwise.
  public init(reading stateDict: StateDict, heads: Int? = nil, groups: Int? = nil) throws(NetworkError) {
    let top = try LevelShapes(stateDict, prefix: UNet.levelPrefix)
    var levels = [top]
    while let inner = levels.last?.inner { levels.append(try LevelShapes(stateDict, prefix: inner)) }
    let timeName = TimeFeatures(features: 1).toFeatures.weight.name
    guard let time = stateDict.shape(of: timeName), time.count == 2 else { throw .notUNet(missing: timeName) }

    let product = levels.compactMap(\.attentionWidth).first
    if let product {
      guard let heads else { throw .headsUnknown(product: product) }
      guard heads > 0, product > 0, product % heads == 0 else { throw .headsDontDivide(heads: heads, product: product) }
    }
    try self.init(
      inChannels: top.inChannels, outChannels: top.outChannels, channels: levels.map(\.channels),
      factors: levels.map(\.factor), items: levels.map(\.items), attentions: levels.map(\.attentions),
      attentionHeads: heads, attentionFeatures: product.map { $0 / (heads ?? 1) },
      modulationFeatures: time[0], resnetGroups: groups ?? NetworkConfig.Standard.resnetGroups)
  }
}
