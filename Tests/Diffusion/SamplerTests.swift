import Diffusion
import Foundation
import Networks
import Tensors
import Testing

/// A network that is right for sounds whose samples are normally distributed around 0 with a deviation of `spread`: the
/// clean sound to expect is E[x0|x] = alpha·spread²/(alpha²·spread² + beta²)·x.
private struct GaussianNetwork: VelocityNetwork {
  let architecture: NetworkDescription
  let parameterCount = 0
  let spread: Double

  init(spread: Double) throws {
    architecture = try NetworkDescription(
      UNetDescription(inChannels: 1, outChannels: nil, channels: [8], factors: [2], items: [0]))
    self.spread = spread
  }

  static func clean(_ x: Double, angle: Double, spread: Double) -> Double {
    let (alpha, beta) = (cos(angle), sin(angle))
    return alpha * spread * spread / (alpha * alpha * spread * spread + beta * beta) * x
  }

  func velocity(of x: Tensor, sigma: [Float]) throws -> Tensor {
    let angle = Double(sigma[0]) * .pi / 2
    let values = x.values.map { x in
      Float((cos(angle) * Double(x) - Self.clean(Double(x), angle: angle, spread: spread)) / sin(angle))
    }
    return try Tensor(shape: x.shape, values: values)
  }
}

struct SamplerTests {
  private let noise: [Float] = [1, -2, 0.5, 0.25, -0.75, 3]
  private let sound: [Float] = [0.5, -0.25, 0, 1, 0.125, -1]

  private func run(
    _ network: any VelocityNetwork, _ sampler: Sampler, steps: Int, generator: TorchGenerator = TorchGenerator(seed: 1)
  ) throws -> DenoisingRun {
    try DenoisingRun(
      network: network, noise: Tensor(shape: [1, 1, 6], values: noise), steps: steps, sampler: sampler,
      fresh: FreshNoise(generator))
  }

  @Test(arguments: Sampler.allCases, [1, 2, 7, 50]) func arrivesAtTheSoundThatTheNetworkKnows(
    sampler: Sampler, steps: Int
  ) throws {
    var run = try run(KnownNetwork(sound: sound), sampler, steps: steps)
    try run.finish()
    for (found, expected) in zip(run.state.values, sound) { #expect(abs(found - expected) < 2e-5) }
  }

  /// The posterior of DDPM (Ho et al. 2020, equations 6 and 7) in terms of alpha and beta, in doubles; what is drawn
  /// less of it stays of the old noise, and no more is drawn than there is.
  @Test(arguments: [(Sampler.ancestral, 1), (.ancestralHalf, 0.5), (.ancestralEarly, 1.2)], [8, 20])
  func ancestralDrawsFromThePosterior(sampler: (of: Sampler, eta: Double), steps: Int) throws {
    var generator = TorchGenerator(seed: 3)
    var run = try run(GaussianNetwork(spread: 0.5), sampler.of, steps: steps, generator: generator)
    for step in 0..<steps {
      let (before, sigma) = (run.state.values, Double(run.sigma))
      let draws = sampler.of != .ancestralEarly || (run.sigma < 0.95 && run.sigma > 0.8)
      try run.advance()
      let fresh = draws ? generator.randn(6) : [Float](repeating: 0, count: 6)
      let (angle, next) = (sigma * .pi / 2, Double(run.sigma) * .pi / 2)
      let ratio = cos(angle) / cos(next)
      let variance = pow(sin(angle), 2) - pow(ratio * sin(next), 2)
      for index in 0..<6 {
        let x = Double(before[index])
        let clean = GaussianNetwork.clean(x, angle: angle, spread: 0.5)
        let posterior = (variance * pow(sin(next), 2) / pow(sin(angle), 2)).squareRoot()
        let deviation = draws ? min(sin(next), sampler.eta * posterior) : 0
        let old = (x - cos(angle) * clean) / sin(angle)
        let mean =
          sampler.eta == 1
          ? (ratio * pow(sin(next), 2) * x + cos(next) * variance * clean) / pow(sin(angle), 2)
          : cos(next) * clean + (pow(sin(next), 2) - deviation * deviation).squareRoot() * old
        // Rounding of f32, which the first steps' cancellation makes larger.
        #expect(abs(Double(run.state.values[index]) - mean - deviation * Double(fresh[index])) < 2e-5, "step \(step)")
      }
    }
  }

  /// sample_dpmpp_2m of k-diffusion: the state is x/alpha there, its sigma beta/alpha and t the negative logarithm.
  @Test func dpmSolverIsThatOfKDiffusion() throws {
    var run = try run(GaussianNetwork(spread: 0.5), .dpmpp2m, steps: 6)
    try run.advance()
    var x = run.state.values.map { Double($0) / cos(Double(run.sigma) * .pi / 2) }
    var before: (clean: [Double], t: Double)?
    for step in 1..<6 {
      let (angle, next) = (Double(run.sigmas[step]) * .pi / 2, Double(run.sigmas[step + 1]) * .pi / 2)
      let clean = x.map { GaussianNetwork.clean($0 * cos(angle), angle: angle, spread: 0.5) }
      let t = -log(tan(angle))
      let isLast = next < 1e-9
      let h = isLast ? Double.infinity : -log(tan(next)) - t
      var target = clean
      if let before, !isLast {
        let r = (t - before.t) / h
        target = zip(clean, before.clean).map { (1 + 1 / (2 * r)) * $0 - 1 / (2 * r) * $1 }
      }
      x = zip(x, target).map { (isLast ? 0 : tan(next) / tan(angle)) * $0 - expm1(-h) * $1 }
      before = (clean, t)
      try run.advance()
      for index in 0..<6 { #expect(abs(Double(run.state.values[index]) - x[index] * cos(next)) < 2e-5, "step \(step)") }
    }
  }

  /// The exact way keeps x·√(alpha²·spread² + beta²)⁻¹: the second order comes nearer to it than DDIM.
  @Test func dpmSolverComesNearer() throws {
    let spread = 0.3
    func error(_ sampler: Sampler, steps: Int) throws -> Double {
      var run = try run(GaussianNetwork(spread: spread), sampler, steps: steps)
      try run.finish()
      return zip(run.state.values, noise).map { abs(Double($0) - spread * Double($1)) }.max() ?? .infinity
    }
    for steps in [8, 16, 32] {
      let (second, first) = (try error(.dpmpp2m, steps: steps), try error(.ddim, steps: steps))
      #expect(second < 0.8 * first, "\(steps) steps: \(second), \(first)")
    }
  }

  /// Where a step begins between them, not at them.
  @Test func ancestralEarlyDrawsBetweenItsLimits() throws {
    var run = try run(GaussianNetwork(spread: 0.5), .ancestralEarly, steps: 100)
    for step in 0..<100 {
      var still = try run.forked(sampler: .ddim)
      try run.advance()
      try still.advance()
      #expect((run.state == still.state) == !(6...19).contains(step), "step \(step)")
    }
  }

  @Test func ancestralRunsDifferBySeedAlone() throws {
    let network = try GaussianNetwork(spread: 0.5)
    func end(seed: Int) throws -> Tensor {
      var run = try run(network, .ancestral, steps: 4, generator: TorchGenerator(seed: seed))
      try run.finish()
      return run.state
    }
    #expect(try end(seed: 1) == end(seed: 1))
    #expect(try end(seed: 1) != end(seed: 2))
  }

  // MARK: Forks

  @Test func aForkTakesOtherSteps() throws {
    var run = try run(KnownNetwork(sound: sound), .ddim, steps: 10)
    try run.advance(4)
    var fork = try run.forked(sampler: .dpmpp2m, steps: 3)
    #expect(fork.step == 4 && fork.steps == 7 && fork.sigma == run.sigma && fork.state == run.state)
    #expect(fork.sigmas.suffix(4).map { ($0 * 100).rounded() } == [60, 40, 20, 0])
    try fork.finish()
    #expect(run.step == 4 && run.steps == 10)
    for (found, expected) in zip(fork.state.values, sound) { #expect(abs(found - expected) < 2e-5) }
    #expect(throws: DiffusionError.alreadyFinished(steps: 7)) { try fork.forked(steps: 2) }
  }

  @Test func aForkDrawsItsNoiseAnew() throws {
    var run = try run(KnownNetwork(sound: sound), .ddim, steps: 10)
    try run.advance(5)
    let fresh = try Tensor(shape: [1, 1, 6], values: [0, 1, 2, 3, 4, 5])
    let fork = try run.forked(noise: fresh)
    let level = NoiseLevel(sigma: run.sigma)
    for index in 0..<6 {
      #expect(abs(fork.state.values[index] - level.alpha * sound[index] - level.beta * fresh.values[index]) < 1e-5)
    }
    #expect(throws: DiffusionError.shapesDiffer([1, 1, 6], [1, 1, 2])) { try run.forked(noise: .zeros([1, 1, 2])) }
  }
}
