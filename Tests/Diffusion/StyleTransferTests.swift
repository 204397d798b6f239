import Diffusion
import Networks
import Tensors
import Testing

struct StyleTransferTests {
  private func run(level: Double, matched: Bool, noise: [Float] = [1, -1]) throws -> DenoisingRun {
    try DenoisingRun(
      network: KnownNetwork(sound: [0, 0]), sound: Tensor(shape: [1, 1, 2], values: [0.5, 0.25]),
      noise: Tensor(shape: [1, 1, noise.count], values: noise), level: level, matched: matched, steps: 4)
  }

  /// The notebook adds the noise and starts at sigma 1 whatever the level.
  @Test func startsAtOneAsTheNotebookDoes() throws {
    let run = try run(level: 0.5, matched: false)
    #expect(run.state.values == [1, -0.25] && run.sigma == 1)
  }

  /// Level 1 is as much noise as sound: sigma 0.5, where both have the share sqrt(1/2).
  @Test func startsAtTheSigmaOfTheLevelWhenMatched() throws {
    let run = try run(level: 1, matched: true)
    let share = Float(0.5).squareRoot()
    #expect(abs(run.sigma - 0.5) < 1e-6)
    for (found, expected) in zip(run.state.values, [1.5 * share, -0.75 * share]) {
      #expect(abs(found - expected) < 1e-6)
    }
  }

  @Test func refusesNoiseOfAnotherShapeAndLevelsWithoutNoise() {
    #expect(throws: NetworkError.self) { try run(level: 0.5, matched: false, noise: [1, 2, 3, 4]) }
    #expect(throws: DiffusionError.sigmaOutOfRange(0)) { try run(level: 0, matched: true) }
    #expect(throws: DiffusionError.noiseNotFinite) { try run(level: .infinity, matched: false) }
    #expect(throws: DiffusionError.self) { try run(level: .nan, matched: true) }
  }
}
