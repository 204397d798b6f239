import Networks
import Testing

struct ResNetBackwardTests {
  /// Groups of one channel, of all, and between; fewer and more rows than a tile.
  @Test(arguments: [(6, 6), (6, 1), (16, 8), (33, 3), (40, 8), (70, 10)])
  func matchesFiniteDifferences(channels: Int, groups: Int) throws {
    // A norm of two values alone knows only which is larger: no differences are small enough for that.
    for length in [channels > groups ? 2 : 5, 3, 63, 64, 65, 130] {
      let architecture = try UNetDescription(
        inChannels: 2, channels: [channels], factors: [1], items: [1], modulationFeatures: 2, resnetGroups: groups)
      try TrainingCase(architecture, length: length).expectDerivatives(of: [".blocks.0.blocks.", ".blocks.1.blocks."])
    }
  }
}
