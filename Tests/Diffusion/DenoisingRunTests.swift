import Diffusion
import Networks
import Tensors
import Testing

struct DenoisingRunTests {
  private let sound: [Float] = [0.5, -0.25, 0, 1, 0.125, -1]
  private let noise: [Float] = [1, -2, 0.5, 0.25, -0.75, 3]

  private func run(_ network: KnownNetwork, steps: Int = 5, start: Float = 1) throws -> DenoisingRun {
    try DenoisingRun(
      network: network, noise: Tensor(shape: [1, 1, 6], values: noise), steps: steps, startSigma: start)
  }

  private func expectClose(_ found: Tensor, _ expected: [Float]) {
    #expect(found.values.count == expected.count)
    for (found, expected) in zip(found.values, expected) { #expect(abs(found - expected) < 1e-5) }
  }

  @Test(arguments: [1, 2, 7, 50]) func arrivesAtTheSoundThatTheNetworkKnows(steps: Int) throws {
    var run = try run(KnownNetwork(sound: sound), steps: steps)
    #expect(!run.isFinished && run.sigma == 1)
    try run.finish()
    #expect(run.isFinished && run.step == steps && run.sigma == 0)
    expectClose(run.state, sound)
  }

  /// Between the ends the state is alpha·sound + beta·noise, with the noise that the run began with.
  @Test func walksTheQuarterCircle() throws {
    var run = try run(KnownNetwork(sound: sound), steps: 4)
    for step in 1...3 {
      try run.advance()
      #expect(run.step == step && run.sigma == 1 - Float(step) / 4)
      let level = NoiseLevel(sigma: run.sigma)
      expectClose(run.state, zip(sound, noise).map { level.alpha * $0 + level.beta * $1 })
      try expectClose(run.predicted(), sound)
    }
  }

  @Test func aLookCostsNoSecondPass() throws {
    let network = try KnownNetwork(sound: sound)
    var run = try run(network)
    _ = try run.predicted()
    _ = try run.predicted()
    #expect(network.passes == 1)
    try run.advance()
    #expect(network.passes == 1)
    try run.advance(2)
    #expect(network.passes == 3)
    try run.finish()
    _ = try run.predicted()
    #expect(network.passes == 5)
  }

  @Test func aCopyIsASnapshot() throws {
    var run = try run(KnownNetwork(sound: sound))
    try run.advance(2)
    let snapshot = run
    try run.finish()
    #expect(snapshot.step == 2 && run.step == 5)
    var again = snapshot
    try again.finish()
    #expect(again.state == run.state)
  }

  @Test func startsBelowSigmaOne() throws {
    let level = NoiseLevel(sigma: 0.5)
    let (sound, noise) = try (Tensor(shape: [1, 1, 6], values: sound), Tensor(shape: [1, 1, 6], values: noise))
    var run = try DenoisingRun(
      network: KnownNetwork(sound: self.sound), noise: level.noisy(sound, noise: noise), steps: 5, startSigma: 0.5)
    #expect(run.sigma == 0.5)
    try run.advance(1)
    #expect(abs(run.sigma - 0.4) < 1e-7)
    try run.finish()
    expectClose(run.state, self.sound)
  }

  @Test func takesNoMoreStepsThanAreLeft() throws {
    var run = try run(KnownNetwork(sound: sound))
    try run.advance(Int.max)
    #expect(run.isFinished)
    #expect(throws: DiffusionError.alreadyFinished(steps: 5)) { try run.advance() }
    try run.finish()
    try run.advance(0)
    try run.advance(-1)
    #expect(run.step == 5)
  }

  @Test func callsBackAfterEachStepAndKeepsWhatIsDone() throws {
    struct Stop: Error {}
    var run = try run(KnownNetwork(sound: sound))
    var seen: [Int] = []
    #expect(throws: Stop.self) {
      try run.advance(5) { run in
        seen.append(run.step)
        if run.step == 3 { throw Stop() }
      }
    }
    #expect(seen == [1, 2, 3] && run.step == 3)
    try run.finish { seen.append($0.step) }
    #expect(seen == [1, 2, 3, 4, 5])
    expectClose(run.state, sound)
  }

  @Test func aStepThatGivesNaNIsNotDone() throws {
    var run = try run(KnownNetwork(sound: sound, failsAtPass: 3))
    #expect(throws: DiffusionError.notFinite(step: 3, steps: 5)) { try run.finish() }
    #expect(run.step == 2 && run.state.isFinite)
    #expect(throws: DiffusionError.notFinite(step: 3, steps: 5)) { try run.predicted() }
  }

  @Test func refusesWhatCanNotBeSampled() throws {
    let network = try KnownNetwork(sound: sound)
    #expect(throws: DiffusionError.noiseNotFinite) {
      try DenoisingRun(network: network, noise: Tensor(shape: [1, 1, 2], values: [0, .infinity]), steps: 1)
    }
    #expect(throws: NetworkError.lengthDoesNotFit(length: 3, multiple: 2, below: 2, above: 4)) {
      try DenoisingRun(network: network, noise: .zeros([1, 1, 3]), steps: 1)
    }
    for shape in [[1, 2, 4], [1, 4], [4], [], [0, 1, 4]] {
      #expect(throws: NetworkError.self) { try DenoisingRun(network: network, noise: .zeros(shape), steps: 1) }
    }
    #expect(throws: DiffusionError.channelsDiffer(inChannels: 1, outChannels: 2)) {
      try DenoisingRun(network: KnownNetwork(sound: sound, outChannels: 2), noise: .zeros([1, 1, 2]), steps: 1)
    }
  }
}
