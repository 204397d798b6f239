import Checkpoints
import Networks
import Tensors
import Testing
import Training

/// A training that is led away from another network.
@Suite struct GuidanceTests {
  private let architecture: NetworkDescription
  private let layout: ParameterLayout
  private let engine: Engine
  private let example: Trainer.Example

  init() throws {
    architecture = try NetworkDescription(
      UNetDescription(
        inChannels: 1, channels: [8, 8], factors: [1, 4], items: [1, 1], modulationFeatures: 16, resnetGroups: 4))
    layout = ParameterLayout(architecture)
    engine = try Engine(threads: 2)
    var generator = TorchGenerator(seed: 3)
    example = Trainer.Example(
      sound: generator.randn(512).map { 0.2 * $0 }, noise: generator.randn(512), sigma: 0.6)
  }

  private func weights(seed: Int) -> FloatBuffer {
    let values = FloatBuffer(layout.count)
    var generator = TorchGenerator(seed: seed)
    for (index, value) in generator.randn(layout.count).enumerated() { values.all[index] = 0.2 * value }
    return values
  }

  private func trainer(
    _ weight: Double, weights: FloatBuffer, origin: FloatBuffer, guide: FloatBuffer, sideBySide: Int = 1
  ) throws -> Trainer {
    let network = try TrainableNetwork(architecture, values: weights, length: 512, engine: engine)
    let guidance = try Guidance(
      from: layout.stateDict(of: origin), awayFrom: layout.stateDict(of: guide), weight: weight, of: architecture)
    return try Trainer(network, accumulate: 2, guidance: guidance, sideBySide: sideBySide, on: engine)
  }

  /// What a network of its own, which denoises, makes of the example.
  private func velocity(_ weights: FloatBuffer) throws -> [Float] {
    let level = NoiseLevel(sigma: example.sigma)
    let noisy = zip(example.sound, example.noise).map { level.alpha * $0 + level.beta * $1 }
    return try engine.network(architecture, weights: layout.stateDict(of: weights)).velocity(
      of: Tensor(shape: [1, 1, 512], values: noisy), sigma: [example.sigma]
    ).values
  }

  /// What it aims at by such networks: v + weight·(v_origin − v_guide).
  private func aim(_ weight: Double, origin: FloatBuffer, guide: FloatBuffer) throws -> [Double] {
    let level = NoiseLevel(sigma: example.sigma)
    let velocities = try [origin, guide].map(velocity)
    return example.sound.indices.map { index in
      Double(level.alpha * example.noise[index] - level.beta * example.sound[index]) + weight
        * Double(velocities[0][index] - velocities[1][index])
    }
  }

  /// The mean squared distance of a network's velocity from an aim.
  private func loss(_ weights: FloatBuffer, to aim: [Double]) throws -> Double {
    try zip(velocity(weights), aim).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) } / 512
  }

  /// The loss, of learning and of validation, and the gradient are those of the aim, the latter by finite differences
  /// along itself.
  @Test(arguments: [0, 0.4, 3]) func aimsAwayFromTheGuide(weight: Double) throws {
    let (own, origin, guide) = (weights(seed: 1), weights(seed: 2), weights(seed: 4))
    let aim = try aim(weight, origin: origin, guide: guide)
    let expected = try loss(own, to: aim)
    let trainer = try trainer(weight, weights: own, origin: origin, guide: guide)
    for found in [try trainer.validate([example])[0], try trainer.learn([example])] {
      #expect(abs(found - expected) < 1e-5 * expected)
    }
    let plain = try loss(own, to: self.aim(0, origin: origin, guide: guide))
    #expect(weight == 0 ? abs(plain - expected) < 1e-9 : abs(plain - expected) > 1e-3 * plain)

    let gradient = layout.values(in: trainer.network.gradients)
    let norm = gradient.reduce(0) { $0 + Double($1) * Double($1) }
    let step = 1e-2 / norm.squareRoot()
    func moved(_ step: Double) throws -> Double {
      let values = weights(seed: 1)
      for index in gradient.indices { values.all[index] += Float(step) * gradient[index] }
      // One of two micro-batches.
      return try loss(values, to: aim) / 2
    }
    let found = try (moved(step) - moved(-step)) / (2 * step)
    #expect(norm > 0 && abs(found / norm - 1) < 1e-2)
  }

  /// The networks that lead stay as they are, on any number of threads, with the same bits.
  @Test func soundsSideBySideDontMatter() throws {
    var found: [[Float]] = []
    for sideBySide in [1, 2] {
      let (origin, guide) = (weights(seed: 2), weights(seed: 4))
      let trainer = try trainer(
        0.5, weights: weights(seed: 2), origin: origin, guide: guide, sideBySide: sideBySide)
      var generator = TorchGenerator(seed: 9)
      for _ in 0..<4 {
        let other = Trainer.Example(sound: generator.randn(512), noise: generator.randn(512), sigma: 0.3)
        _ = try trainer.learn([example, other])
      }
      found.append(layout.values(in: trainer.network.values))
      #expect(layout.values(in: origin) == layout.values(in: weights(seed: 2)))
      #expect(layout.values(in: guide) == layout.values(in: weights(seed: 4)))
    }
    #expect(found[0] == found[1] && found[0] != layout.values(in: weights(seed: 2)))
  }
}
