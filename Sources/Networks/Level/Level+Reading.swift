import Checkpoints

/// What the shapes of a state dict tell of one level.
struct LevelShapes {
  let inChannels, outChannels, channels, factor: Int
  /// Items on one way, and attentions in each.
  let items, attentions: Int
  /// Heads × features of the level's attention, if it has any.
  let attentionWidth: Int?
  /// What the names of the next level begin with; nil for the innermost one.
  let inner: String?

  /// Walks the numbered blocks of the level whose names begin with `prefix`: which keys a block has tells what it is.
  ///
  /// - Throws: `NetworkError.notUNet` when a block is none that is known.
  init(_ stateDict: StateDict, prefix: String) throws(NetworkError) {
    var blocks = Blocks(prefix)
    let first = Level.marker(at: blocks.next())
    guard let down = stateDict.shape(of: first), down.count == 3 else { throw .notUNet(missing: first) }
    (channels, inChannels, factor) = (down[0], down[1], down[2])

    var (resnets, attentions, width): (Int, Int, Int?) = (0, 0, nil)
    var (inner, output): (String?, Int?) = (nil, nil)
    while output == nil {
      let block = blocks.next()
      if stateDict.contains(ResNet.marker(at: block)) {
        resnets += 1
      } else if let query = stateDict.shape(of: Attention.marker(at: block)), let rows = query.first {
        attentions += 1
        width = width ?? rows
      } else if stateDict.contains(Skip.marker(at: block)), inner == nil {
        inner = block
      } else if let up = stateDict.shape(of: Upsampling.marker(at: block)), let rows = up.first {
        output = rows
      } else if !Item.kinds.contains(where: { stateDict.contains($0.marker(at: block)) }) {
        throw .notUNet(missing: Upsampling.marker(at: block))
      }
    }
    self.inner = inner
    outChannels = output ?? inChannels
    items = resnets / 2
    self.attentions = resnets > 0 ? attentions / resnets : 0
    attentionWidth = width
  }
}
