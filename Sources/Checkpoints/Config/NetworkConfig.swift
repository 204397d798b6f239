/// The architecture of a UNetV0, and of the transform around it, as config.yaml describes them, with the defaults of
/// audio-diffusion-pytorch.
///
/// The lists have one value per level, the outermost first.
public struct NetworkConfig: Sendable, Equatable {
  /// Channels of the sound.
  public var inChannels: Int
  /// Channels of the output, where they differ from `inChannels`.
  public var outChannels: Int?
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
    public static let factor = 2
    public static let items = 1
    public static let attentionHeads = 8
    public static let attentionFeatures = 64
    public static let modulationFeatures = 1024
    public static let resnetGroups = 8
    /// Frames of a learned transform's windows.
    public static let window = 16
    /// Sample rate of the sounds in Hz.
    public static let sampleRate = 44_100.0
    public static let soundChannels = 2
    /// Length of the sounds in frames.
    public static let length = 32_768
  }
}
