/// One level of the U: a convolution down and items, the next level, items and a convolution up, and a skip around all.
///
/// `XBlock` and `Block` of a-unet's apex.py.
package struct Level: Layer {
  /// What decides its shapes.
  let sizes: LevelSizes
  /// [L, in] → [L / f, C].
  package let downsampling: StridedConvolution
  /// On the way down, and on the way up.
  package let itemsDown, itemsUp: [Item]
  /// [L / f, C] → [L, out].
  package let upsampling: Upsampling
  /// Around all of it.
  package let skip: Skip
  /// What the names of the next level begin with.
  let inner: String

  /// The level whose names begin with `prefix`, its blocks numbered in the order in which they run.
  init(_ prefix: String, _ sizes: LevelSizes, isInnermost: Bool) {
    self.sizes = sizes
    var blocks = Blocks(prefix)
    let (channels, factor) = (sizes.item.channels, sizes.factor)
    downsampling = Self.downsampling(blocks.next(), in: sizes.inChannels, out: channels, factor: factor)
    itemsDown = (0..<sizes.items).map { _ in Item(&blocks, sizes.item) }
    inner = isInnermost ? "" : blocks.next()
    itemsUp = (0..<sizes.items).map { _ in Item(&blocks, sizes.item) }
    upsampling = Upsampling(blocks.next(), in: channels, out: sizes.outChannels, factor: factor)
    skip = Skip(prefix, in: sizes.inChannels, out: sizes.outChannels, features: sizes.item.timeFeatures)
  }

  private static func downsampling(_ block: String, in inChannels: Int, out: Int, factor: Int) -> StridedConvolution {
    StridedConvolution(block + "block.", in: inChannels, out: out, factor: factor)
  }

  /// The parameter that tells a level's channels and factor by its shape [C, in, f].
  static func marker(at block: String) -> String { downsampling(block, in: 1, out: 1, factor: 1).weight.name }

  /// Those of the level alone.
  package var parameters: [Parameter] { parameters(around: []) }

  /// The level's parameters, and among them those of the levels inside of it.
  func parameters(around inner: [Parameter]) -> [Parameter] {
    (skip.adapter?.parameters ?? []) + downsampling.parameters + itemsDown.flatMap(\.parameters) + inner
      + itemsUp.flatMap(\.parameters) + upsampling.parameters + skip.toScale.parameters
  }

  /// How many parameters a level of these sizes has, without listing them.
  static func parameterCount(_ sizes: LevelSizes) -> Int {
    func item(attentions: Int) -> Int {
      var (blocks, sizes) = (Blocks(""), sizes.item)
      sizes.attentions = attentions
      return Item(&blocks, sizes).parameters.count
    }
    var empty = sizes
    empty.items = 0
    let (plain, attending) = (item(attentions: 0), item(attentions: 1))
    return Level("", empty, isInnermost: true).parameters.count
      + 2 * sizes.items * (plain + sizes.item.attentions * (attending - plain))
  }
}

/// What decides the shapes of a level.
struct LevelSizes: Sendable {
  /// The channels that come in from above, and those that go back there.
  let inChannels, outChannels: Int
  /// By how much the level shortens the sound.
  let factor: Int
  /// Items on each way.
  var items: Int
  /// Those of each item.
  let item: ItemSizes
}

/// The numbered blocks of a level, as a-unet names them: downsampling, the layers of each item, the next level if there
/// is one, the layers of the items again, upsampling.
struct Blocks {
  private let prefix: String
  private var count = 0

  /// The blocks of the level whose names begin with `prefix`.
  init(_ prefix: String) { self.prefix = prefix }

  /// What the names of the next block begin with.
  mutating func next() -> String {
    count += 1
    return "\(prefix)block.blocks.\(count - 1)."
  }
}
