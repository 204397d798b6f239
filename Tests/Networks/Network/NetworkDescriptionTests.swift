import Checkpoints
import Networks
import Testing

struct NetworkDescriptionTests {
  static func description(
    _ transform: SignalTransform, inChannels: Int = 2, outChannels: Int? = nil
  ) throws -> NetworkDescription {
    try NetworkDescription(
      config: NetworkConfig(
        inChannels: inChannels, outChannels: outChannels, channels: [8, 12], factors: [2, 3], items: [1, 1],
        attentions: [0, 1], attentionHeads: 2, attentionFeatures: 5, modulationFeatures: 6, resnetGroups: 4,
        transform: transform))
  }

  @Test func tellsTheSoundFromWhatTheUNetSees() throws {
    let learned = try Self.description(.learned(filters: 7, window: 12, stride: 4), outChannels: 1)
    #expect(learned.inChannels == 2 && learned.outChannels == 1)
    #expect(learned.unet.inChannels == 14 && learned.unet.outChannels == 7)
    #expect(learned.lengthMultiple == 24)
    let patch = try Self.description(.patch(size: 5))
    #expect(patch.inChannels == 2 && patch.unet.inChannels == 10 && patch.lengthMultiple == 30)
    #expect(patch.summary.hasPrefix("2 channels, patches of 5 frames; UNetV0, 10 → 10 channels"))
    #expect(try Self.description(.none).summary.hasPrefix("UNetV0, 2 → 2 channels"))
  }

  @Test(arguments: [
    SignalTransform.none, .learned(filters: 7, window: 12, stride: 4), .patch(size: 5), .lapped(block: 24, blocks: 4),
  ])
  func isItsOwnConfig(_ transform: SignalTransform) throws {
    // What comes out of a lapped transform has the channels that go in.
    let isLapped = if case .lapped = transform { true } else { false }
    let description = try Self.description(transform, outChannels: isLapped ? nil : 3)
    #expect(try NetworkDescription(config: description.config) == description)
  }

  /// LTPlugin lists its two convolutions first, and the U-Net behind them.
  @Test func namesTensorsAsTheReferenceDoes() throws {
    let learned = try Self.description(.learned(filters: 7, window: 12, stride: 4), outChannels: 1)
    let tensors = learned.expectedTensors()
    #expect(tensors[0].name == "blocks.0.weight" && tensors[0].shape == [14, 2, 12])
    #expect(tensors[1].name == "blocks.1.weight" && tensors[1].shape == [7, 1, 12])
    #expect(tensors[2].name == "blocks.2.blocks.0.weights")
    let shared = "blocks.2.blocks.1.blocks.1.0.bias"
    #expect(learned.firstName(of: shared) == "blocks.2.blocks.1.blocks.0.0.bias")
    #expect(learned.firstName(of: "blocks.0.weight") == "blocks.0.weight")
    let plain = try Self.description(.none)
    #expect(learned.parameterCount > plain.parameterCount)
    #expect(try Self.description(.patch(size: 5)).expectedTensors().map(\.name) == plain.expectedTensors().map(\.name))
  }

  @Test func readsItselfOffTheShapes() throws {
    let learned = try Self.description(.learned(filters: 7, window: 12, stride: 4), outChannels: 1)
    let weights = try RandomNetwork(learned).weights
    #expect(try NetworkDescription(reading: weights, heads: 2, groups: 4, stride: 4) == learned)
    #expect(throws: NetworkError.strideUnknown(window: 12)) {
      try NetworkDescription(reading: weights, heads: 2, groups: 4)
    }
    let lapped = try RandomNetwork(Self.description(.lapped(block: 24, blocks: 4))).weights
    #expect(throws: NetworkError.blocksUnknown) { try NetworkDescription(reading: lapped, heads: 2, groups: 4) }
    let patch = try Self.description(.patch(size: 5))
    let patched = try RandomNetwork(patch).weights
    #expect(try NetworkDescription(reading: patched, heads: 2, groups: 4, patch: 5) == patch)
    #expect(throws: NetworkError.transformDoesNotFit(channels: 10, factor: 3)) {
      try NetworkDescription(reading: patched, heads: 2, groups: 4, patch: 3)
    }
  }

  @Test func refusesWhatCannotBe() throws {
    for transform in [
      SignalTransform.patch(size: 0), .patch(size: -1), .learned(filters: 0, window: 4, stride: 4),
      .learned(filters: 4, window: 2, stride: 4), .learned(filters: 4, window: 4, stride: 0),
      .learned(filters: 1 << 40, window: 4, stride: 4), .learned(filters: 4, window: Int.max, stride: 4),
      .patch(size: 60_000), .lapped(block: 0, blocks: 4), .lapped(block: 24, blocks: 0),
      .lapped(block: 9000, blocks: 2), .lapped(block: Int.max, blocks: Int.max), .lapped(block: 24, blocks: 60_000),
    ] {
      #expect(throws: NetworkError.self) { try Self.description(transform) }
    }
    #expect(throws: NetworkError.windowAndStrideDiffer(window: 5, stride: 2)) {
      try Self.description(.learned(filters: 4, window: 5, stride: 2))
    }
    #expect(throws: NetworkError.self) { try Self.description(.lapped(block: 24, blocks: 2), outChannels: 1) }
    #expect(throws: NetworkError.oddBlock(9)) { try Self.description(.lapped(block: 9, blocks: 2)) }
    // The U-Net's factors, 2 and 3, must divide the frequencies.
    #expect(throws: NetworkError.lengthDoesNotFit(length: 16, multiple: 6, below: 12, above: 18)) {
      try Self.description(.lapped(block: 16, blocks: 2))
    }
  }

  /// Lengths fit in whole positions, and must reach as far as what is reflected at their ends.
  @Test func knowsItsLengths() throws {
    let patch = try Self.description(.patch(size: 5))
    try patch.check(length: 60)
    #expect(throws: NetworkError.lengthDoesNotFit(length: 62, multiple: 30, below: 60, above: 90)) {
      try patch.check(length: 62)
    }
    #expect(patch.nearestLength(to: 74) == 60 && patch.nearestLength(to: 76) == 90 && patch.nearestLength(to: 1) == 30)
    // Windows reach 58 frames beyond each end: a sound of 48 has not so many to reflect.
    let wide = try Self.description(.learned(filters: 3, window: 120, stride: 4))
    #expect(throws: NetworkError.lengthDoesNotFit(length: 48, multiple: 24, below: nil, above: 72)) {
      try wide.check(length: 48)
    }
    try wide.check(length: 72)
    let lapped = try Self.description(.lapped(block: 24, blocks: 4))
    #expect(lapped.onlyLength == 96 && lapped.nearestLength(to: 1) == 96 && lapped.lengthMultiple == 96)
    try lapped.check(length: 96)
    #expect(throws: NetworkError.onlyLength(96, found: 192)) { try lapped.check(length: 192) }
    #expect(wide.nearestLength(to: 10) == 72)
    for length in [-5, 0, Int.max, Int.min] { #expect(throws: NetworkError.self) { try wide.check(length: length) } }
    try wide.check(length: wide.nearestLength(to: Int.max))
  }
}
