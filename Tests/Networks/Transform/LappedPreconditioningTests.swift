import Networks
import Tensors
import Testing

@Suite struct LappedPreconditioningTests {
  private func factors(_ sigmaData: [Float], sigma: Float) -> LappedTransform.Preconditioning {
    sigmaData.withUnsafeBufferPointer { LappedTransform.Preconditioning(sigmaData: $0, sigma: sigma) }
  }

  /// Of coefficients as large as the noise nothing can be told from themselves: the U-Net tells all, as without any.
  @Test(arguments: [Float(0), 0.2, 0.5, 0.9, 1])
  func sigmaDataOfOneChangesNothing(sigma: Float) {
    let one = factors([1], sigma: sigma)
    #expect(abs(one.skip[0]) < 1e-6 && abs(one.output[0] - 1) < 1e-6 && abs(one.input[0] - 1) < 1e-6)
  }

  /// What is always silent is noise alone: v = alpha·noise = alpha/beta·x, and the U-Net has no say.
  @Test func silenceIsTold() {
    let level = NoiseLevel(sigma: 0.3)
    let none = factors([0], sigma: 0.3)
    #expect(abs(none.skip[0] - level.alpha / level.beta) < 1e-6 && none.output[0] == 0)
    let still = factors([0], sigma: 0)
    #expect(still.skip[0] == 0 && still.output[0] == 0 && still.input[0] == 0)
  }

  /// The skip is the regression of v on x, and the output the root of what it leaves of v's mean square, alpha² +
  /// beta²s².
  @Test(arguments: [Float(0.05), 0.7, 3], [Float(0.1), 0.6, 0.98])
  func theSkipIsTheRegression(size: Float, sigma: Float) {
    let (alpha, beta) = (NoiseLevel(sigma: sigma).alpha, NoiseLevel(sigma: sigma).beta)
    let (square, power) = (size * size, alpha * alpha * size * size + beta * beta)
    let found = factors([size], sigma: sigma)
    let covariance = alpha * beta * (1 - square)
    let left = alpha * alpha + beta * beta * square - covariance * covariance / power
    #expect(abs(found.skip[0] - covariance / power) <= 1e-5 * (1 + abs(found.skip[0])))
    #expect(abs(found.output[0] * found.output[0] - left) <= 1e-5 * (1 + left))
    #expect(abs(found.input[0] * found.input[0] * power - 1) < 1e-5)
  }

  /// Each group counts as much as another, and what stops the measuring leaves the weights as they were.
  @Test func groupsCountAlike() throws {
    struct Stop: Error {}
    let description = try NetworkDescriptionTests.description(.lapped(block: 24, blocks: 2))
    let layout = ParameterLayout(description)
    let values = FloatBuffer(layout.count)
    let network = try TrainableNetwork(description, values: values, length: 48, engine: Engine(threads: 2))
    let entry = try #require(layout.entry("sigma_data"))
    var generator = TorchGenerator(seed: 4)
    let sounds = [generator.randn(96), [Float](repeating: 0, count: 96)]
    #expect(throws: Stop.self) { try network.measureSigmaData(of: [[0], [1]]) { _ in throw Stop() } }
    #expect(layout.values(of: entry, in: values).allSatisfy { $0 == 0 })
    func measured(_ groups: [[Int]]) throws -> [Float] {
      try network.measureSigmaData(of: groups) { sounds[$0] }
      return layout.values(of: entry, in: values)
    }
    let (alone, beside, outnumbered) = try (measured([[0]]), measured([[0], [1]]), measured([[0], [1, 1, 1]]))
    let half = Float(0.5).squareRoot()
    expectClose(beside, alone.map { half * $0 }, tolerance: 1e-6)
    expectClose(outnumbered, beside, tolerance: 1e-6)
  }

  /// Evened over 15 frequencies on either side, within a block alone, and never below 0.01.
  @Test func sigmaDataIsAnOutline() {
    let transform = LappedTransform(block: 64, blocks: 2, channels: 1)
    var squares = [Double](repeating: 4, count: 64) + [Double](repeating: 0, count: 64)
    squares[64 + 40] = 31
    let found = transform.sigmaData(meanSquares: squares)
    #expect(found[..<64].allSatisfy { $0 == 2 })
    #expect((25...48).allSatisfy { found[64 + $0] == 1 })
    #expect(found[64] == 0.01 && found[64 + 24] == 0.01 && found[127] == 0.01)
  }
}
