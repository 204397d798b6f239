/// The architecture of a UNetV0, and of the transform around it, as config.yaml describes them, with the defaults of
/// audio-diffusion-pytorch.
///
/// The lists have one value per level, the outermost first.
public struct NetworkConfig: Sendable, Equatable {
  /// Channels of the sound.
  public var inChannels: Int
  /// Channels of the output, where they differ from `inChannels`.
  public var outChannels: Int?
  /// Channels of each level, the outermost first.
  public var channels: [Int]
  /// By how much each level shortens the sound.
  public var factors: [Int]
  /// How many items each level has on the way down, and again on the way up.
  public var items: [Int]
  /// How many attentions each item of a level has, one after the other; 0 for none.
  public var attentions: [Int]
  /// Heads of an attention item; nil where no level has attention.
  public var attentionHeads: Int?
  /// Features of one head; nil where no level has attention.
  public var attentionFeatures: Int?
  /// Width of the time features.
  public var modulationFeatures: Int
  /// Groups of the group normalisation in the ResNet items.
  public var resnetGroups: Int
  /// What happens to the sound around the U-Net.
  public var transform: SignalTransform

  /// Takes an architecture as it is; only `ModelConfig.read` checks that the values fit each other.
  public init(
    inChannels: Int, outChannels: Int? = nil, channels: [Int], factors: [Int], items: [Int],
    attentions: [Int]? = nil, attentionHeads: Int? = nil, attentionFeatures: Int? = nil,
    modulationFeatures: Int = Standard.modulationFeatures, resnetGroups: Int = Standard.resnetGroups,
    transform: SignalTransform = .none
  ) {
    self.inChannels = inChannels
    self.outChannels = outChannels
    self.channels = channels
    self.factors = factors
    self.items = items
    self.attentions = attentions ?? [Int](repeating: 0, count: channels.count)
    self.attentionHeads = attentionHeads
    self.attentionFeatures = attentionFeatures
    self.modulationFeatures = modulationFeatures
    self.resnetGroups = resnetGroups
    self.transform = transform
  }

  /// What a network has where nothing else is asked for: the published models', where those are all alike.
  public enum Standard {
    /// How much shorter a level is than the one above it.
    public static let factor = 2
    /// Items of a level on each side.
    public static let items = 1
    /// Heads of an attention.
    public static let attentionHeads = 8
    /// Features of a head.
    public static let attentionFeatures = 64
    /// Features that the time is embedded in.
    public static let modulationFeatures = 1024
    /// Groups of a ResNet's norms.
    public static let resnetGroups = 8
    /// Frames of a learned transform's windows.
    public static let window = 16
    /// Sample rate of the sounds in Hz.
    public static let sampleRate = 44_100.0
    /// Channels of the sounds.
    public static let soundChannels = 2
    /// Length of the sounds in frames.
    public static let length = 32_768
  }
}

/// What a network does to a sound before its U-Net and undoes behind it, to give the U-Net fewer and wider positions.
public enum SignalTransform: Sendable, Equatable {
  /// The U-Net works on the samples themselves.
  case none
  /// LTPlugin of audio-diffusion-pytorch: a convolution of `window` frames, `stride` apart, makes `filters` channels of
  /// each, and a transposed one makes sound of them again; both are learnt, and neither has a bias.
  case learned(filters: Int, window: Int, stride: Int)
  /// Frames lie side by side as channels, so many at a time: [C, L] → [C·size, L / size].
  case patch(size: Int)
  /// A lapped transform, the MDCT's: a sound of exactly `block` · `blocks` frames becomes `blocks` spectra of `block`
  /// frequencies, in a Wiener filter that the U-Net corrects. Its positions are the frequencies, [C, L] →
  /// [C·blocks, block], or the blocks, [C·block, blocks].
  case lapped(block: Int, blocks: Int, positions: LappedPositions = .frequencies)

  /// How many channels each of the sound's becomes before the U-Net, and how many of the U-Net's make one of the sound:
  /// in a lapped transform each coefficient has three values before it and two behind.
  public var channelFactors: (into: Int, outOf: Int) {
    switch self {
    case .none: (1, 1)
    case .learned(let filters, _, _): (filters, filters)
    case .patch(let size): (size, size)
    case .lapped(_, let blocks, .frequencies): (3 * blocks, 2 * blocks)
    case .lapped(let block, _, .blocks): (3 * block, 2 * block)
    }
  }

  /// How many frames become one position.
  public var frameFactor: Int {
    switch self {
    case .none: 1
    case .learned(_, _, let stride): stride
    case .patch(let size): size
    case .lapped(_, let blocks, .frequencies): blocks
    case .lapped(let block, _, .blocks): block
    }
  }
}

/// What of a lapped transform's spectra a U-Net goes along, and what lies side by side in its channels.
public enum LappedPositions: String, Sendable, CaseIterable {
  /// Frequencies, at each of which all blocks are seen: a partial is a ridge. For long blocks.
  case frequencies
  /// Blocks, one after the other, of which all frequencies are seen: waves are followed. For short blocks.
  case blocks
}
