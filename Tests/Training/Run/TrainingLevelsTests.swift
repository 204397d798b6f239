import Diffusion
import Tensors
import Testing
import Training

@Suite struct TrainingLevelsTests {
  private func sigmas(_ levels: TrainingLevels, gain: Double) -> [Float] {
    var generator = TorchGenerator(seed: 5)
    return (0..<4000).map { _ in levels.sigma(&generator, gain: gain) }.sorted()
  }

  /// The reference's: the very numbers of torch.rand.
  @Test func evenOnesAreTorchs() {
    var (one, other) = (TorchGenerator(seed: 9), TorchGenerator(seed: 9))
    for _ in 0..<5 { #expect(TrainingLevels.even.sigma(&one, gain: 10) == other.rand(1)[0]) }
  }

  @Test(arguments: TrainingLevels.allCases, [0.5, 1, 10])
  func lieBetweenSoundAndNoise(levels: TrainingLevels, gain: Double) {
    #expect(sigmas(levels, gain: gain).allSatisfy { (0...1).contains($0) })
  }

  /// The share of levels below each of a run's is the share of its steps: within 0.03 for 4000 of them.
  @Test(arguments: [1, 4, 10])
  func runsAreDrawnAsTheyAreGoneThrough(gain: Float) throws {
    let drawn = sigmas(.run, gain: Double(gain))
    let schedule = try NoiseSchedule(steps: 10, gain: gain).sigmas
    for (step, sigma) in schedule.enumerated() {
      let share = Double(drawn.count { $0 <= sigma }) / Double(drawn.count)
      #expect(abs(share - Double(10 - step) / 10) < 0.03, "sigma \(sigma)")
    }
  }

  /// Half of the levels lie in the first fifth of a run, and the other half as a run's: within 0.03 for 4000 of them.
  @Test(arguments: [1, 10])
  func beginningsAreDrawnOften(gain: Float) throws {
    let drawn = sigmas(.beginning, gain: Double(gain))
    let schedule = try NoiseSchedule(steps: 10, gain: gain).sigmas
    func share(from sigma: Float) -> Double { Double(drawn.count { $0 >= sigma }) / Double(drawn.count) }
    #expect(abs(share(from: schedule[1]) - (0.25 + 0.05)) < 0.03)
    #expect(abs(share(from: schedule[2]) - (0.5 + 0.1)) < 0.03)
    #expect(abs(share(from: schedule[6]) - (0.5 + 0.3)) < 0.03)
  }

  /// Half of the levels lie in the last fifth of a run, the more the nearer to its end, and the other half as a run's:
  /// within 0.03 for 4000 of them.
  @Test(arguments: [1, 10])
  func endsAreDrawnOften(gain: Float) throws {
    let drawn = sigmas(.end, gain: Double(gain))
    let schedule = try NoiseSchedule(steps: 20, gain: gain).sigmas
    func share(upTo sigma: Float) -> Double { Double(drawn.count { $0 <= sigma }) / Double(drawn.count) }
    #expect(abs(share(upTo: schedule[19]) - (0.25 + 0.025)) < 0.03)
    #expect(abs(share(upTo: schedule[16]) - (0.5 + 0.1)) < 0.03)
    #expect(abs(share(upTo: schedule[8]) - (0.5 + 0.3)) < 0.03)
  }

  /// Of a normal logit half lie below ½, 15.9 % below its deviation, 1/(1 + e); a gain shifts them as it does a run's.
  @Test func logitsAreNormal() {
    let drawn = sigmas(.logitNormal, gain: 1)
    #expect(abs(drawn[2000] - 0.5) < 0.03 && abs(drawn[635] - 0.2689) < 0.03)
    let shifted = sigmas(.logitNormal, gain: 10)
    #expect(abs(shifted[2000] - 10 * 0.5 / 5.5) < 0.01)
  }
}
