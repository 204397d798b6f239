import Networks
import Testing

struct TimeFeaturesBackwardTests {
  /// Sigmas at both ends and between; features that fit a chunk of 64 rows, and others.
  @Test(arguments: [1, 3, 33, 64, 65, 130])
  func matchesFiniteDifferences(features: Int) throws {
    for sigma: Float in [0, 0.02, 0.5, 1] {
      let architecture = try UNetDescription(
        inChannels: 2, channels: [70], factors: [1], items: [1], modulationFeatures: features, resnetGroups: 10)
      let names =
        ["blocks.0.to_out", "blocks.1.blocks.0.0", ".blocks.0.1."] + (sigma > 0.1 ? ["blocks.0.weights"] : [])
      try TrainingCase(architecture, length: 9, sigma: sigma).expectDerivatives(of: names)
    }
  }

  /// At a sigma of 0 all frequencies are one.
  @Test func frequenciesDoNotMatterWithoutNoise() throws {
    let training = try TrainingCase(RandomNetwork.trainable[2].architecture, length: 6, sigma: 0)
    let entry = try #require(training.network.layout.entry("blocks.0.weights"))
    let gradients = try training.gradients()
    #expect(gradients[entry.offset..<(entry.offset + entry.count)].allSatisfy { $0 == 0 })
  }
}
