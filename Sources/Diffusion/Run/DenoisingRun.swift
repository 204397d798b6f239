import Networks
import Synchronization
import Tensors

/// A denoising run that is walked step by step and may be looked into at each.
///
/// Unless told otherwise the sampler is VSampler of audio-diffusion-pytorch, DDIM in the v-objective (Song et al. 2020,
/// arXiv:2010.02502):
///
///     v = network(x, sigma_i);  x̂ = alpha_i·x − beta_i·v;  n̂ = beta_i·x + alpha_i·v
///     x = alpha_(i+1)·x̂ + beta_(i+1)·n̂
///
/// A value type: a copy is a snapshot that goes on by itself.
public struct DenoisingRun: Sendable {
  /// The network that predicts the velocity.
  public let network: any VelocityNetwork
  /// The noise levels, `steps` + 1 of them.
  public private(set) var sigmas: [Float]
  /// How many times as large as the sounds the network's are, which the noise levels hang on; see `NoiseSchedule`.
  public let gain: Float
  /// How each step is made.
  public private(set) var sampler: Sampler
  /// How many steps are done.
  public private(set) var step = 0
  /// The current sound with the noise that is left in it, [B, C, L].
  public private(set) var state: Tensor
  /// The network's pass over the current state.
  private var pass = Pass()
  /// What a sampler draws fresh noise from.
  private var fresh: FreshNoise
  /// What the step before predicted, for samplers that look back.
  private var previous: (clean: Tensor, sigma: Float)?

  /// A run from `noise` [B, C, L] that takes `steps` steps from `startSigma` to 0.
  ///
  /// For a start below sigma 1 give the sound with noise in it, as `NoiseLevel.noisy` makes it. `fresh` gives the noise
  /// of samplers that want some.
  public init(
    network: any VelocityNetwork, noise: Tensor, steps: Int, startSigma: Float = 1, gain: Float = 1,
    sampler: Sampler = .ddim, fresh: FreshNoise = FreshNoise(TorchGenerator(seed: 0))
  ) throws {
    let architecture = network.architecture
    guard architecture.inChannels == architecture.outChannels else {
      throw DiffusionError.channelsDiffer(
        inChannels: architecture.inChannels, outChannels: architecture.outChannels)
    }
    guard noise.shape.count == 3, noise.shape[0] > 0, noise.shape[1] == architecture.inChannels else {
      throw NetworkError.wrongInput(
        expected: "[sounds, \(architecture.inChannels), frames]", found: noise.shape)
    }
    try architecture.check(length: noise.shape[2])
    guard noise.isFinite else { throw DiffusionError.noiseNotFinite }
    self.network = network
    sigmas = try NoiseSchedule(steps: steps, start: startSigma, gain: gain).sigmas
    self.gain = gain
    state = noise
    self.sampler = sampler
    self.fresh = fresh
  }

  /// How many steps the run has.
  public var steps: Int { sigmas.count - 1 }

  /// The noise level of the current sound.
  public var sigma: Float { sigmas[step] }

  /// Whether all steps are done.
  public var isFinished: Bool { step == steps }

  /// What the network takes the clean sound to be, x̂ [B, C, L], seen from the current one.
  ///
  /// It costs one pass of the network, which the next step then doesn't need.
  public func predicted() throws -> Tensor {
    if isFinished { return state }
    return try NoiseLevel(sigma: sigma).cleanSound(of: state, velocity: velocity())
  }

  /// Does `count` steps, or as many as are left, and calls `afterEach` with the run as it then is.
  ///
  /// Steps that were done stay done when `afterEach` throws; a step that gives infinite values or NaN is not done.
  public mutating func advance(_ count: Int = 1, afterEach: (DenoisingRun) throws -> Void = { _ in }) throws {
    if isFinished, count > 0 { throw DiffusionError.alreadyFinished(steps: steps) }
    for _ in 0..<max(0, min(count, steps - step)) {
      let move = SamplerStep(
        x: state, velocity: try velocity(), sigma: sigma, nextSigma: sigmas[step + 1], previous: previous)
      var drawn = fresh
      let advanced = try sampler.advance(move, &drawn)
      guard advanced.isFinite else { throw DiffusionError.notFinite(step: step + 1, steps: steps) }
      previous = sampler.looksBack ? (try predicted(), sigma) : nil
      fresh = drawn
      state = advanced
      step += 1
      pass = Pass()
      try afterEach(self)
    }
  }

  /// Does all steps that are left.
  public mutating func finish(afterEach: (DenoisingRun) throws -> Void = { _ in }) throws {
    if !isFinished { try advance(steps - step, afterEach: afterEach) }
  }

  /// Another way on from the same state: what is given changes, the rest stays.
  /// - Parameters:
  ///   - sampler: how the steps that are left are made.
  ///   - steps: how many steps are left, from the sigma of now to 0.
  ///   - noise: stands in the place of the noise that is left in the sound, [B, C, L]: the state becomes alpha·x̂ +
  ///     beta·noise, which costs a pass when x̂ is not known yet.
  ///   - fresh: what samplers draw fresh noise from.
  public func forked(
    sampler: Sampler? = nil, steps: Int? = nil, noise: Tensor? = nil, fresh: FreshNoise? = nil
  ) throws -> DenoisingRun {
    if isFinished { throw DiffusionError.alreadyFinished(steps: self.steps) }
    var fork = self
    if let steps {
      fork.sigmas = sigmas[..<step] + (try NoiseSchedule(steps: steps, start: sigma, gain: gain).sigmas)
    }
    if let sampler { fork.sampler = sampler }
    if let fresh { fork.fresh = fresh }
    if let noise {
      fork.state = try NoiseLevel(sigma: sigma).noisy(predicted(), noise: noise)
      fork.previous = nil
      fork.pass = Pass()
    }
    return fork
  }

  /// The memory that a copy kept aside holds, in bytes: the state, and what the network and the step before made of it.
  public var byteCount: Int {
    let tensors = 1 + (pass.velocity.withLock { $0 == nil } ? 0 : 1) + (previous == nil ? 0 : 1)
    return tensors * state.count * MemoryLayout<Float>.stride
  }

  /// The network's velocity for the current sound, [B, C, L], computed once.
  private func velocity() throws -> Tensor {
    try pass.velocity.withLock { kept in
      if let kept { return kept }
      network.prepare(for: sigmas[step..<steps])
      let velocity = try network.velocity(of: state, sigma: Array(repeating: sigma, count: state.shape[0]))
      guard velocity.isFinite else { throw DiffusionError.notFinite(step: step + 1, steps: steps) }
      kept = velocity
      return velocity
    }
  }

  /// Keeps the velocity of one state; copies of a run at the same step share it.
  private final class Pass: Sendable {
    let velocity = Mutex<Tensor?>(nil)
  }
}
