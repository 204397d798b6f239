import Networks
import Testing

struct LevelBackwardTests {
  /// A network without items is a strided convolution, an upsampling and the way around, each of which the loss is
  /// linear in: a step may be as large as the weights, and leaves nothing but rounding.
  @Test(arguments: [1, 2, 3, 4, 5, 16, 37])
  func matchesDifferences(factor: Int) throws {
    for (inputs, outputs, channels) in [(1, 1, 1), (2, 2, 6), (3, 1, 34), (17, 33, 16), (32, 20, 48)] {
      for rows in [1, 2, 3, 65] {
        let architecture = try UNetDescription(
          inChannels: inputs, outChannels: outputs, channels: [channels], factors: [factor], items: [0],
          modulationFeatures: 2)
        try TrainingCase(architecture, length: rows * factor).expectDerivatives(
          of: [".block.blocks.", "blocks.2.skip_adapter", "net.skip"], step: 1, tolerance: 1e-5)
      }
    }
  }

  /// Chunks and segments of rows in a weight's gradient, and tiles in a bias's.
  @Test(arguments: [255, 256, 257, 513, 1025, 2600])
  func matchesDifferencesOfManyRows(rows: Int) throws {
    for (channels, factor) in [(8, 1), (40, 3), (300, 1)] {
      let architecture = try UNetDescription(
        inChannels: 2, channels: [channels], factors: [factor], items: [0], modulationFeatures: 2)
      try TrainingCase(architecture, length: rows * factor).expectDerivatives(
        of: [".block.blocks.", "net.skip"], step: 1, tolerance: 1e-5)
    }
  }

  /// Memory to work in goes with the factor, not with its square, which would be 35 GB.
  @Test func copesWithLargeFactors() throws {
    let architecture = try UNetDescription(
      inChannels: 2, channels: [24], factors: [4096], items: [0], modulationFeatures: 2)
    try TrainingCase(architecture, length: 3 * 4096).expectDerivatives(
      of: [".block.blocks.", "net.skip"], step: 1, tolerance: 1e-5)
  }
}
