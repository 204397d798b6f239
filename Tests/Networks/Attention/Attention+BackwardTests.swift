import Networks
import Testing

struct AttentionBackwardTests {
  @Test(arguments: [(1, 1), (3, 5), (2, 16), (1, 31), (2, 33), (1, 64), (5, 65)])
  func matchesFiniteDifferences(heads: Int, features: Int) throws {
    for (channels, length) in [(8, 2), (20, 31), (34, 33), (16, 65), (8, 130)] {
      let architecture = try UNetDescription(
        inChannels: 2, channels: [channels], factors: [1], items: [1], attentions: [2], attentionHeads: heads,
        attentionFeatures: features, modulationFeatures: 2, resnetGroups: 2)
      try TrainingCase(architecture, length: length).expectDerivatives(of: [".norm", ".to_q", ".to_kv", ".attention."])
    }
  }

  /// One key has all the weight, whatever its query: no gradient is left but the values'.
  @Test func onlyTheValuesMatterToOneRow() throws {
    let architecture = try UNetDescription(
      inChannels: 2, channels: [8], factors: [4], items: [1], attentions: [1], attentionHeads: 2, attentionFeatures: 3,
      modulationFeatures: 2, resnetGroups: 2)
    let training = try TrainingCase(architecture, length: 4)
    let gradients = try training.gradients()
    var compared = 0
    for entry in training.network.layout.entries where entry.name.contains(".block.to_") {
      let values = gradients[entry.offset..<(entry.offset + entry.count)]
      let keys = entry.name.hasSuffix("to_q.weight") ? values : values.prefix(entry.count / 2)
      #expect(norm(keys) <= 1e-6 * norm(gradients), "\(entry.name)")
      if entry.name.hasSuffix("to_kv.weight") { #expect(norm(values) > 1e-3 * norm(gradients), "\(entry.name)") }
      compared += 1
    }
    #expect(compared == 4)
  }
}
