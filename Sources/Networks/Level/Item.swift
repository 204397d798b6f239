/// One item of a level: its layers, one after another, [L, C] → [L, C].
///
/// ResNet, modulation, and as many attentions in a row as the level has: `UNetV0` of audio-diffusion-pytorch's
/// components.py. A layer that is added to items is added here alone.
package struct Item: Layer {
  /// The layers, in the order in which they run and stand in the state dict.
  let layers: [any ItemLayer]

  /// Takes the next of a level's blocks, one for each layer.
  init(_ blocks: inout Blocks, _ sizes: ItemSizes) {
    layers =
      [
        ResNet(blocks.next(), channels: sizes.channels, groups: sizes.groups),
        Modulation(blocks.next(), channels: sizes.channels, features: sizes.timeFeatures),
      ]
      + (0..<sizes.attentions).map { _ in
        Attention(blocks.next(), channels: sizes.channels, heads: sizes.heads, features: sizes.headFeatures)
      }
  }

  /// The kinds of layers that an item can have.
  static let kinds: [any ItemLayer.Type] = {
    var blocks = Blocks("")
    let sizes = ItemSizes(channels: 1, groups: 1, timeFeatures: 1, attentions: 1, heads: 1, headFeatures: 1)
    return Item(&blocks, sizes).layers.map { type(of: $0) }
  }()

  package var parameters: [Parameter] { layers.flatMap(\.parameters) }
}

/// What decides the shapes of an item.
struct ItemSizes: Sendable {
  /// C, and the groups of its norms.
  let channels, groups: Int
  /// F, the width of the time features.
  let timeFeatures: Int
  /// How many attentions there are, and the heads and the features of each one.
  var attentions: Int
  let heads, headFeatures: Int
}
