import Audio
import Diffusion
import Networks
import Plots
import Tensors

extension Trainer {
  /// A sound by the moving average from the noise of a seed: the sampler of `DenoisingRun`, on the network in training.
  /// - Parameters:
  ///   - gain: how many times as large as the sound the network's is.
  ///   - goesOn: asked before each step; nothing comes of the sound when it says no.
  func sample(
    seed: Int, steps: Int, sampleRate: Double, gain: Float, goesOn: (_ step: Int) -> Bool = { _ in true }
  ) throws -> Sound? {
    let channels = network.architecture.inChannels
    let shape = [1, channels, network.length]
    var generator = TorchGenerator(seed: seed)
    var state = try Tensor(shape: shape, values: generator.randn(channels * network.length))
    let sigmas = try NoiseSchedule(steps: steps, gain: gain).sigmas
    for (step, (sigma, next)) in zip(sigmas, sigmas.dropFirst()).enumerated() {
      guard goesOn(step) else { return nil }
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

extension Sound {
  /// Writes the sound as path.wav and its mel spectrogram as path.png, in the place of what is there.
  func keep(as path: String) throws {
    try AudioFile.write(self, to: path + ".wav", format: AudioFormat(path: path + ".wav"), overwrite: true)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    try Figure.mel(of: self, title: name).writePNG(to: path + ".png", width: 900, height: 450, overwrite: true)
  }
}
