import Checkpoints
import Networks
import Testing

/// What a backward pass says to be done with it doesn't touch any more.
@Suite struct GradientStagesTests {
  static let networks: [NetworkDescription] = {
    let transforms: [SignalTransform] = [
      .none, .patch(size: 4), .learned(filters: 8, window: 16, stride: 4),
      .lapped(block: 64, blocks: 4, positions: .frequencies),
    ]
    return transforms.compactMap { transform in
      try? NetworkDescription(
        config: NetworkConfig(
          inChannels: 2, channels: [8, 16, 16], factors: [1, 2, 2], items: [1, 2, 1], attentions: [0, 1, 2],
          attentionHeads: 2, attentionFeatures: 4, modulationFeatures: 16, resnetGroups: 8, transform: transform))
    }
  }()

  @Test(arguments: networks.indices) func stagesAreDone(index: Int) throws {
    #expect(Self.networks.count == 4)
    let testCase = try TrainingCase(Self.networks[index], length: 256)
    let network = testCase.network
    let stages = network.gradientStages
    _ = try testCase.forward()
    var seen: [[Float]] = []
    try testCase.backward { stage in
      #expect(stage == seen.count)
      seen.append(network.layout.values(in: network.gradients))
    }
    let last = network.layout.values(in: network.gradients)
    #expect(seen.count == stages.count)
    for (values, stage) in zip(seen, stages) {
      for range in stage { #expect(values[range] == last[range]) }
    }
    // Each float that is learnt stands in one stage, and what goes out early is most of it.
    let learnt = network.layout.entries.filter(\.parameter.isLearnt)
    let places = stages.flatMap { $0 }.sorted { $0.lowerBound < $1.lowerBound }
    #expect(places == learnt.map { $0.offset..<($0.offset + $0.count) })
    #expect(stages.dropLast().allSatisfy { !$0.isEmpty })
  }
}
