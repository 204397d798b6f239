import Networks
import Testing

@Suite struct LappedLevelsTests {
  private func scales(_ levels: [Float], sigma: Float) -> LappedTransform.Scales {
    levels.withUnsafeBufferPointer { LappedTransform.Scales(levels: $0, sigma: sigma) }
  }

  /// Of coefficients as large as the noise nothing can be told from themselves: the U-Net tells all, as without levels.
  @Test(arguments: [Float(0), 0.2, 0.5, 0.9, 1])
  func levelsOfOneChangeNothing(sigma: Float) {
    let one = scales([1], sigma: sigma)
    #expect(abs(one.skip[0]) < 1e-6 && abs(one.output[0] - 1) < 1e-6 && abs(one.input[0] - 1) < 1e-6)
  }

  /// What is always silent is noise alone: v = alpha·noise = alpha/beta·x, and the U-Net has no say.
  @Test func silenceIsTold() {
    let level = NoiseLevel(sigma: 0.3)
    let none = scales([0], sigma: 0.3)
    #expect(abs(none.skip[0] - level.alpha / level.beta) < 1e-6 && none.output[0] == 0)
    let still = scales([0], sigma: 0)
    #expect(still.skip[0] == 0 && still.output[0] == 0 && still.input[0] == 0)
  }

  /// The skip is the regression of v on x, and the output the root of what it leaves of v's mean square, alpha² +
  /// beta²s².
  @Test(arguments: [Float(0.05), 0.7, 3], [Float(0.1), 0.6, 0.98])
  func theSkipIsTheRegression(level: Float, sigma: Float) {
    let (alpha, beta) = (NoiseLevel(sigma: sigma).alpha, NoiseLevel(sigma: sigma).beta)
    let (square, power) = (level * level, alpha * alpha * level * level + beta * beta)
    let found = scales([level], sigma: sigma)
    let covariance = alpha * beta * (1 - square)
    let left = alpha * alpha + beta * beta * square - covariance * covariance / power
    #expect(abs(found.skip[0] - covariance / power) <= 1e-5 * (1 + abs(found.skip[0])))
    #expect(abs(found.output[0] * found.output[0] - left) <= 1e-5 * (1 + left))
    #expect(abs(found.input[0] * found.input[0] * power - 1) < 1e-5)
  }

  /// Evened over 15 frequencies on either side, within a block alone, and never below 0.01.
  @Test func levelsAreOutlines() {
    let transform = LappedTransform(block: 64, blocks: 2, channels: 1)
    var squares = [Double](repeating: 4, count: 64) + [Double](repeating: 0, count: 64)
    squares[64 + 40] = 31
    let levels = transform.levels(meanSquares: squares)
    #expect(levels[..<64].allSatisfy { $0 == 2 })
    #expect((25...48).allSatisfy { levels[64 + $0] == 1 })
    #expect(levels[64] == 0.01 && levels[64 + 24] == 0.01 && levels[127] == 0.01)
  }
}
