import Audio
import Diffusion
import Networks
import Tensors

extension Trainer {
  /// A sound by the moving average from the noise of a seed: the sampler of `DenoisingRun`, on the network in training.
  /// - Parameters:
  ///   - gain: how many times as large as the sound the network's is.
  ///   - goesOn: asked before each step.
  /// - Returns: `nil` when `goesOn` said no.
  func sample(
    seed: Int, steps: Int, sampleRate: Double, gain: Float, goesOn: (_ step: Int) throws -> Bool = { _ in true }
  ) throws -> Sound? {
    let channels = network.architecture.inChannels
    let shape = [1, channels, network.length]
    var generator = TorchGenerator(seed: seed)
    var state = try Tensor(shape: shape, values: generator.randn(channels * network.length))
    let sigmas = try NoiseSchedule(steps: steps, gain: gain).sigmas
    for (step, (sigma, next)) in zip(sigmas, sigmas.dropFirst()).enumerated() {
      guard try goesOn(step) else { return nil }
      let velocity = try network.forward(state.values, sigma: sigma, with: average.values)
      state = try NoiseLevel(sigma: sigma).advance(
        state, velocity: Tensor(shape: shape, values: velocity), to: next)
    }
    let planes = (0..<channels).map { channel in
      state.values[(channel * network.length)..<((channel + 1) * network.length)].map { $0 / gain }
    }
    return try Sound(sampleRate: sampleRate, channels: planes)
  }
}
