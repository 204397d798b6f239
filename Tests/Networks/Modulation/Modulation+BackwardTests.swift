import Networks
import Testing

struct ModulationBackwardTests {
  /// The loss is all but linear in scale and shift: one item more is not.
  @Test(arguments: [2, 5, 16, 33, 48])
  func matchesFiniteDifferences(channels: Int) throws {
    for length in [1, 15, 16, 17, 64, 65, 130] {
      for features in [1, 33] {
        let architecture = try UNetDescription(
          inChannels: 2, channels: [channels], factors: [1], items: [1], modulationFeatures: features, resnetGroups: 1)
        try TrainingCase(architecture, length: length).expectDerivatives(of: [".block.blocks.0.1."])
      }
    }
  }
}
