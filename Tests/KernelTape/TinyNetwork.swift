import Networks
import Tensors
import Training

/// A network whose sizes fit no vector, tile or panel.
struct TinyNetwork {
  private let description: NetworkDescription
  private let layout: ParameterLayout
  private let weights: FloatBuffer
  private let length: Int

  private init(_ unet: UNetDescription, length: Int) {
    self.init(NetworkDescription(unet), length: length)
  }

  private init(_ description: NetworkDescription, length: Int) {
    self.description = description
    layout = ParameterLayout(description)
    weights = FloatBuffer(layout.count)
    layout.initialise(weights, seed: 0)
    self.length = length
  }

  /// One with more keys than attention takes at once and heads wider than a panel, one with one row left over, and one
  /// in a lapped transform.
  static var all: [TinyNetwork] {
    get throws {
      [
        TinyNetwork(
          try UNetDescription(
            inChannels: 2, channels: [20, 40], factors: [1, 3], items: [1, 1], attentions: [0, 1], attentionHeads: 3,
            attentionFeatures: 35, modulationFeatures: 7, resnetGroups: 4),
          length: 3 * 139),
        TinyNetwork(
          try UNetDescription(
            inChannels: 1, channels: [6, 9], factors: [1, 5], items: [2, 1], attentions: [0, 2], attentionHeads: 2,
            attentionFeatures: 5, modulationFeatures: 33, resnetGroups: 3),
          length: 5 * 33),
        TinyNetwork(
          try NetworkDescription(
            UNetDescription(
              inChannels: 18, outChannels: 12, channels: [6, 9], factors: [1, 2], items: [1, 1], attentions: [0, 0],
              modulationFeatures: 7, resnetGroups: 3),
            transform: .lapped(block: 38, blocks: 3)),
          length: 3 * 38),
      ]
    }
  }

  /// A pass over noise.
  func pass(on engine: Engine) throws {
    let network = try engine.network(description, weights: layout.stateDict(of: weights))
    let noise = try Tensor(shape: [1, description.inChannels, length], values: numbers(seed: 1))
    try check(network.velocity(of: noise, sigma: [0.7]).values)
  }

  /// Two steps of training, since an optimiser's means begin as zeros; the moving average, which moves at every tenth
  /// call from number 110 on, does so in the second one. The sizes count that a lapped transform's network tells.
  func train(on engine: Engine) throws {
    let network = try TrainableNetwork(description, values: weights, length: length, engine: engine)
    let trainer = try Trainer(network, accumulate: 1, spectral: 0.1, on: engine)
    trainer.average.calls = 109
    let example = Trainer.Example(sound: numbers(seed: 2).map { $0 * 0.1 }, noise: numbers(seed: 3), sigma: 0.4)
    for _ in 0..<2 { _ = try trainer.learn([example]) }
    try check(Array(UnsafeBufferPointer(start: weights.all, count: layout.count)))
  }

  private func numbers(seed: Int) -> [Float] {
    var generator = TorchGenerator(seed: seed)
    return generator.randn(description.inChannels * length)
  }

  /// Numbers that are none have bits that processors choose, and zeros hide what they were multiplied with.
  private func check(_ values: [Float]) throws {
    guard values.allSatisfy(\.isFinite), values.contains(where: { $0 != 0 }) else { throw NoNumbers() }
  }

  /// The network gives what no comparison of bits says anything about.
  struct NoNumbers: Error {}
}
