/// The U: what is made of the time, and levels, each inside of the one before.
///
/// `UNetV0` of audio-diffusion-pytorch's components.py and `XUNet` of a-unet's apex.py. Names are relative to the
/// network.
package struct UNet: Layer {
  package let timeFeatures: TimeFeatures
  /// Outermost first.
  package let levels: [Level]
  /// What the names of the outermost level begin with.
  static let levelPrefix = "blocks.2.net."

  /// The layers of a network of these numbers.
  package init(_ description: UNetDescription) {
    timeFeatures = TimeFeatures(features: description.modulationFeatures)
    var prefix = Self.levelPrefix
    levels = description.channels.indices.map { index in
      let isInnermost = index == description.channels.count - 1
      let level = Level(prefix, description.sizes(ofLevel: index), isInnermost: isInnermost)
      prefix = level.inner
      return level
    }
  }

  package var parameters: [Parameter] {
    timeFeatures.parameters + levels.reversed().reduce([]) { $1.parameters(around: $0) }
  }
}

extension UNetDescription {
  /// Every key that the network's state dict has, in its order, with the shape of the tensor.
  ///
  /// The names are those that a-unet's modules give, relative to the network.
  public func expectedTensors() -> [(name: String, shape: [Int])] {
    UNet(self).parameters.map { ($0.name, $0.shape) }
  }

  /// How many keys that is, without listing them.
  var tensorCount: Int {
    TimeFeatures(features: modulationFeatures).parameters.count
      + channels.indices.reduce(0) { $0 + Level.parameterCount(sizes(ofLevel: $1)) }
  }

  /// What comes into a level.
  func channelsIn(_ level: Int) -> Int { level == 0 ? inChannels : channels[level - 1] }

  /// What a level gives.
  func channelsOut(_ level: Int) -> Int { level == 0 ? outChannels : channels[level - 1] }

  /// What decides the shapes of a level.
  func sizes(ofLevel level: Int) -> LevelSizes {
    LevelSizes(
      inChannels: channelsIn(level), outChannels: channelsOut(level), factor: factors[level], items: items[level],
      item: ItemSizes(
        channels: channels[level], groups: resnetGroups, timeFeatures: modulationFeatures,
        attentions: attentions[level], heads: attentionHeads, headFeatures: attentionFeatures))
  }
}
