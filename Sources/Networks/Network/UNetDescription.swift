import Checkpoints

/// The configuration of a UNetV0: everything that decides which weights it has and what it computes.
///
/// The lists have one entry for each level, outermost first. A description that exists can be built.
public struct UNetDescription: Sendable, Equatable {
  /// Channels of the sound that goes in, and of the velocity that comes out.
  public let inChannels, outChannels: Int
  /// Per level: channels, downsampling factor, items on each way, attentions in each item.
  public let channels, factors, items, attentions: [Int]
  /// The number of attention heads and the width of one; 0 where there is no attention.
  public let attentionHeads, attentionFeatures: Int
  /// The width of the time features.
  public let modulationFeatures: Int
  /// The number of groups of every group norm.
  public let resnetGroups: Int

  /// Checks that a network of these numbers can exist: lists of one length, sizes in bounds, groups that divide
  /// channels.
  public init(
    inChannels: Int, outChannels: Int? = nil, channels: [Int], factors: [Int], items: [Int], attentions: [Int]? = nil,
    attentionHeads: Int? = nil, attentionFeatures: Int? = nil,
    modulationFeatures: Int = NetworkConfig.Standard.modulationFeatures,
    resnetGroups: Int = NetworkConfig.Standard.resnetGroups
  ) throws(NetworkError) {
    self.inChannels = inChannels
    self.outChannels = outChannels ?? inChannels
    self.channels = channels
    self.factors = factors
    self.items = items
    self.attentions = attentions ?? channels.map { _ in 0 }
    self.modulationFeatures = modulationFeatures
    self.resnetGroups = resnetGroups
    let attends = zip(self.items, self.attentions).contains { $0 > 0 && $1 > 0 }
    self.attentionHeads = attends ? attentionHeads ?? 0 : 0
    self.attentionFeatures = attends ? attentionFeatures ?? 0 : 0
    try check(attends: attends)
  }

  /// Whether any level has attention.
  public var attends: Bool { attentionHeads > 0 }

  /// What every length must be a multiple of: the product of the factors.
  public var lengthMultiple: Int { factors.reduce(1, &*) }

  /// Throws, naming the two nearest lengths that fit, unless the network can work on `length` frames.
  public func check(length: Int) throws(NetworkError) {
    let multiple = lengthMultiple
    guard length > 0, length % multiple == 0 else {
      let below = max(0, length) / multiple * multiple
      throw .lengthDoesNotFit(
        length: length, multiple: multiple, below: below > 0 ? below : nil, above: max(0, below) &+ multiple)
    }
    // The widest activations are those before a level's downsampling and after its upsampling.
    var (frames, widest) = (length, length.multipliedReportingOverflow(by: max(inChannels, outChannels)))
    for level in channels.indices {
      let unfolded = frames.multipliedReportingOverflow(by: max(channels[level], level > 0 ? channels[level - 1] : 0))
      frames /= factors[level]
      widest = (max(widest.partialValue, unfolded.partialValue), widest.overflow || unfolded.overflow)
    }
    guard !widest.overflow, widest.partialValue <= Self.largestActivations else {
      throw .tooLong(length: length, most: longestLength)
    }
  }

  /// The length nearest to `length` that the network can work on.
  public func nearestLength(to length: Int) -> Int {
    let multiple = lengthMultiple
    let bounded = min(max(multiple, length), max(multiple, longestLength))
    return max(1, (bounded &+ multiple / 2) / multiple) * multiple
  }

  /// The longest sound whose activations fit into memory.
  private var longestLength: Int {
    var (multiple, width) = (1, max(inChannels, outChannels))
    for level in channels.indices {
      let wide = max(channels[level], level > 0 ? channels[level - 1] : 0)
      width = max(width, (wide + multiple - 1) / multiple)
      multiple *= factors[level]
    }
    return Self.largestActivations / width / lengthMultiple * lengthMultiple
  }

  /// The most values that one layer's activations may have, 256 MiB: about five such are alive at a time.
  static let largestActivations = 1 << 26

  /// The architecture in one line.
  public var summary: String {
    func list(_ values: [Int]) -> String { values.map(String.init).joined(separator: " ") }
    let levels = channels.count == 1 ? "1 level" : "\(channels.count) levels"
    var parts = [
      "UNetV0, \(inChannels) → \(outChannels) channels, \(levels): channels \(list(channels))",
      "factors \(list(factors))", "items \(list(items))",
    ]
    if attends {
      parts.append("attentions \(list(attentions)) of \(attentionHeads) heads × \(attentionFeatures)")
    }
    parts.append("\(modulationFeatures) time features")
    if resnetGroups != NetworkConfig.Standard.resnetGroups { parts.append("\(resnetGroups) groups") }
    return parts.joined(separator: ", ")
  }
}

extension UNetDescription {
  /// Bounds far beyond any network that a laptop can run, which keep arithmetic on sizes from overflowing.
  private static let (widest, deepest, largestFactor, mostTensors) = (1 << 16, 64, 1 << 16, 100_000)

  private func check(attends: Bool) throws(NetworkError) {
    guard !channels.isEmpty else { throw .outOfRange(name: "levels", value: 0, allowed: 1...Self.deepest) }
    try Self.check("levels", [channels.count], 1...Self.deepest)
    for (name, list) in [("factors", factors), ("items", items), ("attentions", attentions)] {
      guard list.count == channels.count else {
        throw .listLength(name: name, expected: channels.count, found: list.count)
      }
    }
    try Self.check("in_channels", [inChannels], 1...Self.widest)
    try Self.check("out_channels", [outChannels], 1...Self.widest)
    try Self.check("channels", channels, 1...Self.widest)
    try Self.check("factors", factors, 1...Self.largestFactor)
    try Self.check("items", items, 0...Self.mostTensors)
    try Self.check("attentions", attentions, 0...Self.mostTensors)
    try Self.check("modulation_features", [modulationFeatures], 1...Self.widest)
    try Self.check("resnet_groups", [resnetGroups], 1...Self.widest)
    if attends {
      try Self.check("attention_heads", [attentionHeads], 1...Self.widest)
      try Self.check("attention_features", [attentionFeatures], 1...Self.widest)
      try Self.check("attention_heads × attention_features", [attentionHeads * attentionFeatures], 1...Self.widest)
    }
    for (channels, items) in zip(channels, items) where items > 0 && channels % resnetGroups != 0 {
      throw .groupsDontDivide(groups: resnetGroups, channels: channels)
    }
    var multiple = 1
    for factor in factors {
      multiple *= factor
      guard multiple <= Self.largestActivations else { throw .factorsTooLarge(factors) }
    }
    guard tensorCount <= Self.mostTensors else { throw .tooManyTensors(count: tensorCount, most: Self.mostTensors) }
  }

  private static func check(_ name: String, _ values: [Int], _ allowed: ClosedRange<Int>) throws(NetworkError) {
    for value in values where !allowed.contains(value) {
      throw .outOfRange(name: name, value: value, allowed: allowed)
    }
  }
}
