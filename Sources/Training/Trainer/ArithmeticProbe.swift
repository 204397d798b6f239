import Hashing
import Networks
import Tensors

/// A small network that learns from one sound: two processes whose gradients of it have the same bits come to the same
/// bits in a training, whatever processors and builds they are of.
public enum ArithmeticProbe {
  /// The SHA-256 of the gradients; what goes wrong has a digest of its own.
  public static func digest(on engine: Engine) -> String {
    do {
      let description = NetworkDescription(
        try UNetDescription(
          inChannels: 2, channels: [8, 40], factors: [1, 4], items: [1, 1], attentions: [0, 1], attentionHeads: 2,
          attentionFeatures: 8, modulationFeatures: 32, resnetGroups: 8))
      let length = 512
      let layout = ParameterLayout(description)
      let values = FloatBuffer(layout.count)
      layout.initialise(values, seed: 1)
      let network = try TrainableNetwork(description, values: values, length: length, engine: engine)
      var generator = TorchGenerator(seed: 2)
      let (sound, noise) = (generator.randn(2 * length), generator.randn(2 * length))
      _ = try Trainer(network, on: engine).addGradient(
        of: Trainer.Example(sound: sound, noise: noise, sigma: 0.4), share: 1, with: network)
      return layout.values(in: network.gradients).withUnsafeBytes(Digest.ofBytes)
    } catch {
      return "\(error)"
    }
  }
}
