import Diffusion
import Networks
import Synchronization
import Tensors

/// A network that knows the clean sound: its velocity leads from whatever state to that sound, v = (alpha·x − sound) /
/// beta.
final class KnownNetwork: VelocityNetwork {
  let architecture: NetworkDescription
  let parameterCount = 0
  private let sound: [Float]
  private let failsAtPass: Int?
  private let count = Mutex(0)

  /// A network of [1, C, L] sounds; from pass `failsAtPass` on, counted from 1, it gives NaN.
  init(sound: [Float], channels: Int = 1, outChannels: Int? = nil, failsAtPass: Int? = nil) throws {
    architecture = try NetworkDescription(
      UNetDescription(
        inChannels: channels, outChannels: outChannels, channels: [8], factors: [2], items: [0]))
    self.sound = sound
    self.failsAtPass = failsAtPass
  }

  /// How often the network was asked.
  var passes: Int { count.withLock { $0 } }

  func velocity(of x: Tensor, sigma: [Float]) throws -> Tensor {
    let pass = count.withLock { count in
      count += 1
      return count
    }
    if let failsAtPass, pass >= failsAtPass {
      return try Tensor(shape: x.shape, values: x.values.map { _ in .nan })
    }
    let level = NoiseLevel(sigma: sigma[0])
    let values = x.values.enumerated().map { index, value in
      (level.alpha * value - sound[index % sound.count]) / level.beta
    }
    return try Tensor(shape: x.shape, values: values)
  }
}
