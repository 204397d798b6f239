import Foundation
import Networks
import Tensors

extension DenoisingRun {
  /// A run over a sound to which noise was added, so that the network finds its own sound in it.
  /// - Parameters:
  ///   - sound: [B, C, L].
  ///   - noise: [B, C, L].
  ///   - level: how much noise is added: the state holds sound + level·noise.
  ///   - matched: whether the run starts at the sigma where noise stands to sound as the level says, tan(sigma·pi/2) =
  ///     level, with the state scaled by alpha as it is there; otherwise at sigma 1 with the plain sum, as
  ///     tiny-audio-diffusion's Inference.ipynb does whatever the level.
  ///   - gain: how many times as large as the sounds the network's are; see `NoiseSchedule`.
  public init(
    network: any VelocityNetwork, sound: Tensor, noise: Tensor, level: Double, matched: Bool, steps: Int,
    gain: Float = 1, sampler: Sampler = .ddim, fresh: FreshNoise = FreshNoise(TorchGenerator(seed: 0))
  ) throws {
    guard sound.shape == noise.shape else {
      throw NetworkError.wrongInput(expected: "noise of the sound's shape \(sound.shape)", found: noise.shape)
    }
    let angle = atan(level)
    let scale = matched ? Float(cos(angle)) : 1
    let mixed = zip(sound.values, noise.values).map { (sound, noise) in scale * (sound + Float(level) * noise) }
    try self.init(
      network: network, noise: try Tensor(shape: sound.shape, values: mixed), steps: steps,
      startSigma: matched ? Float(angle / (.pi / 2)) : 1,
      gain: gain, sampler: sampler, fresh: fresh)
  }
}
