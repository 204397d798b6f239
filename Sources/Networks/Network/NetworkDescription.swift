import Checkpoints

/// The configuration of a network: its U-Net, and the transform of the sound around it.
///
/// A description that exists can be built.
public struct NetworkDescription: Sendable, Equatable {
  /// What happens to a sound before the U-Net and is undone behind it.
  public let transform: SignalTransform
  /// The U-Net, which takes what the transform gives.
  public let unet: UNetDescription
  /// Channels of the sound that goes in, and of the velocity that comes out.
  public let inChannels, outChannels: Int

  /// A network that is a U-Net alone.
  public init(_ unet: UNetDescription) {
    (transform, self.unet, inChannels, outChannels) = (.none, unet, unet.inChannels, unet.outChannels)
  }

  /// A U-Net inside of a transform; throws where no sound's channels become those that the U-Net takes, and where the
  /// transform itself can't be.
  public init(_ unet: UNetDescription, transform: SignalTransform) throws(NetworkError) {
    try transform.check()
    let (into, outOf) = transform.channelFactors
    for (channels, factor) in [(unet.inChannels, into), (unet.outChannels, outOf)] where channels % factor != 0 {
      throw .transformDoesNotFit(channels: channels, factor: factor)
    }
    if case .lapped(let block, let blocks, let positions) = transform {
      try unet.check(length: positions == .frequencies ? block : blocks)
      // A coefficient's velocity is told from itself in part, and so as many come out as go in.
      guard unet.inChannels / into == unet.outChannels / outOf else {
        throw .transformDoesNotFit(channels: unet.outChannels, factor: unet.inChannels / into * outOf)
      }
    }
    (self.transform, self.unet) = (transform, unet)
    inChannels = unet.inChannels / into
    outChannels = unet.outChannels / outOf
  }

  /// The network that a config.yaml describes.
  public init(config: NetworkConfig) throws(NetworkError) {
    try config.transform.check()
    let (into, outOf) = config.transform.channelFactors
    let unet = try UNetDescription(
      inChannels: config.inChannels * into, outChannels: (config.outChannels ?? config.inChannels) * outOf,
      channels: config.channels, factors: config.factors, items: config.items, attentions: config.attentions,
      attentionHeads: config.attentionHeads, attentionFeatures: config.attentionFeatures,
      modulationFeatures: config.modulationFeatures, resnetGroups: config.resnetGroups)
    try self.init(unet, transform: config.transform)
  }

  /// The description as a config.yaml has it.
  public var config: NetworkConfig {
    NetworkConfig(
      inChannels: inChannels, outChannels: outChannels == inChannels ? nil : outChannels, channels: unet.channels,
      factors: unet.factors, items: unet.items, attentions: unet.attentions,
      attentionHeads: unet.attends ? unet.attentionHeads : nil,
      attentionFeatures: unet.attends ? unet.attentionFeatures : nil, modulationFeatures: unet.modulationFeatures,
      resnetGroups: unet.resnetGroups, transform: transform)
  }

  /// The architecture in one line.
  public var summary: String {
    transform.summary.map { "\(inChannels) channels, \($0); \(unet.summary)" } ?? unet.summary
  }

  // MARK: Lengths

  /// What every length must be a multiple of.
  public var lengthMultiple: Int { onlyLength ?? transform.frameFactor * unet.lengthMultiple }

  /// The one length that a network in a lapped transform works on; nil for others.
  public var onlyLength: Int? {
    guard case .lapped(let block, let blocks, _) = transform else { return nil }
    return block * blocks
  }

  /// The shortest length there is: its end must not be nearer than what the transform reflects of it.
  private var shortestLength: Int { (transform.padding / lengthMultiple + 1) * lengthMultiple }

  /// Throws, naming the two nearest lengths that fit, unless the network can work on `length` frames.
  public func check(length: Int) throws(NetworkError) {
    guard transform != .none else { return try unet.check(length: length) }
    if let onlyLength, length != onlyLength { throw .onlyLength(onlyLength, found: length) }
    guard length >= shortestLength, length % lengthMultiple == 0 else {
      let below = max(0, length) / lengthMultiple * lengthMultiple
      throw .lengthDoesNotFit(
        length: length, multiple: lengthMultiple, below: below >= shortestLength ? below : nil,
        above: max(shortestLength, below &+ lengthMultiple))
    }
    let positions = length / transform.frameFactor
    do throws(NetworkError) {
      try unet.check(length: positions)
    } catch .tooLong(_, let most) {
      throw .tooLong(length: length, most: most * transform.frameFactor)
    }
  }

  /// The length nearest to `length` that the network can work on.
  public func nearestLength(to length: Int) -> Int {
    if let onlyLength { return onlyLength }
    let factor = transform.frameFactor
    let positions = unet.nearestLength(to: length / factor)
    guard transform != .none else { return unet.nearestLength(to: length) }
    let above = unet.nearestLength(to: length / factor + 1)
    let nearest = abs(above * factor - length) < abs(positions * factor - length) ? above : positions
    return max(shortestLength, nearest * factor)
  }

  /// Throws unless x is [B, C, L] of a length that fits, with a sigma for each of the B.
  func checkInput(_ x: [Int], sigma: [Float]) throws(NetworkError) {
    guard x.count == 3, x[1] == inChannels, x[0] == sigma.count else {
      throw .wrongInput(expected: "[\(sigma.count), \(inChannels), length]", found: x)
    }
    try check(length: x[2])
  }
}

extension SignalTransform {
  /// By how many frames a learned transform's windows reach beyond the sound on either side.
  var padding: Int {
    guard case .learned(_, let window, let stride) = self else { return 0 }
    return LearnedTransform.padding(window: window, stride: stride)
  }

  /// What it does, in words.
  fileprivate var summary: String? {
    switch self {
    case .none: nil
    case .learned(let filters, let window, let stride):
      "learned transform of \(filters) filters, window \(window), stride \(stride)"
    case .patch(let size): "patches of \(size) frames"
    case .lapped(let block, let blocks, let positions):
      "lapped transform of \(blocks) blocks of \(block) frames" + (positions == .blocks ? ", block by block" : "")
    }
  }

  /// Throws for numbers that no transform can have.
  fileprivate func check() throws(NetworkError) {
    if case .lapped(let block, let blocks, _) = self { return try checkLapped(block: block, blocks: blocks) }
    for (name, value) in [("num_filters or patch_size", channelFactors.into), ("stride", frameFactor)]
    where !(1...65_536).contains(value) {
      throw .outOfRange(name: name, value: value, allowed: 1...65_536)
    }
    guard case .learned(_, let window, let stride) = self else { return }
    guard (stride...65_536).contains(window) else {
      throw .outOfRange(name: "window_length", value: window, allowed: stride...65_536)
    }
    guard window % 2 == stride % 2 else { throw .windowAndStrideDiffer(window: window, stride: stride) }
  }

  /// The basis takes block² floats.
  private func checkLapped(block: Int, blocks: Int) throws(NetworkError) {
    for (name, value, allowed) in [("block_length", block, 2...8192), ("blocks", blocks, 1...65_536)]
    where !allowed.contains(value) {
      throw .outOfRange(name: name, value: value, allowed: allowed)
    }
    guard block % 2 == 0 else { throw .oddBlock(block) }
  }
}

extension NetworkDescription {
  /// About how many bytes a pass over a sound of so many frames works in, beside the weights.
  public func passMemory(length: Int) -> Int {
    let inner = padded(unet.attentionHeads * unet.attentionFeatures) + 16
    var positions = length / transform.frameFactor
    // Sounds, noise and velocities, which stand beside one another within a step, and rows of them.
    var floats =
      6 * length * max(inChannels, outChannels) + positions * (padded(unet.inChannels) + padded(unet.outChannels))
    if case .lapped(let block, _, _) = transform { floats += 2 * block * block }
    for level in unet.channels.indices {
      positions /= unet.factors[level]
      // Activations and those between two convolutions, moments, and an attention's queries, keys and values.
      floats += positions * padded(unet.channels[level]) * 9 / 4
      if unet.attentions[level] > 0 { floats += 3 * positions * inner }
    }
    return floats * MemoryLayout<Float>.stride + (8 << 20)
  }
}
