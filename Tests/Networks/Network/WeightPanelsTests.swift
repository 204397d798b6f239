import Networks
import Tensors
import Testing

/// Panels that are kept from sound to sound are those of the weights.
@Suite struct WeightPanelsTests {
  /// The velocities and gradients of three sounds, learnt from one after another.
  private func learnt(_ testCase: TrainingCase) throws -> [UInt32] {
    let network = testCase.network
    var bits: [UInt32] = []
    for _ in 0..<3 {
      bits += try testCase.forward().map(\.bitPattern)
      try testCase.backward { _ in }
    }
    let gradients = network.layout.values(in: network.gradients).map(\.bitPattern)
    network.gradients.all.update(repeating: 0, count: network.gradients.count)
    return bits + gradients
  }

  @Test(arguments: GradientStagesTests.networks.indices) func theyGiveTheSameBits(index: Int) throws {
    let testCase = try TrainingCase(GradientStagesTests.networks[index], length: 256)
    let network = testCase.network
    let first = try learnt(testCase)
    network.weightsStay = true
    #expect(network.weightsStay)
    #expect(try learnt(testCase) == first)
    // Other weights are not mistaken for the network's own, nor these for them afterwards.
    let others = FloatBuffer(network.values.count)
    for place in 0..<others.count { others.all[place] = network.values.all[place] * 0.9 }
    let x = try Tensor(shape: [1, 2, 256], values: (0..<512).map { Float($0 % 7) - 3 })
    let by = { try network.with($0).velocity(of: x, sigma: [0.5]).values }
    let own = try by(network.values)
    #expect(try by(others) != own)
    #expect(try learnt(testCase) == first)

    // They are kept indeed, until it is told that the weights may be others; but to denoise with whichever are given.
    let before = FloatBuffer(network.values.count)
    before.all.update(from: network.values.all, count: before.count)
    network.values.all.update(from: others.all, count: others.count)
    #expect(try by(network.values) == by(others))
    #expect(try by(before) == own)
    let stale = try learnt(testCase)
    network.weightsStay = false
    let second = try learnt(testCase)
    #expect(second != stale && second != first)
    network.weightsStay = true
    #expect(try learnt(testCase) == second)
    #expect(try learnt(testCase) == second)
  }
}
