import Networks
import Tensors
import Testing
import Training

@Suite struct QuietWeightsTests {
  @Test func anEvenSoundHasOneWeight() {
    #expect(QuietWeights(of: [Float](repeating: 0.5, count: 600), channels: 2, decibels: 20).values == [1, 1, 1])
    #expect(QuietWeights(of: [Float](repeating: 0, count: 300), channels: 1, decibels: 20).values == [1, 1, 1])
    #expect(QuietWeights(of: [], channels: 2, decibels: 20).values == [])
  }

  /// A loud half and a silent one: up to the limit, and with the mean of 1.
  @Test(arguments: [6.0, 20, 40]) func silenceCountsMore(decibels: Double) {
    let block = QuietWeights.block
    let sound = [Float](repeating: 1, count: 20 * block) + [Float](repeating: 0, count: 20 * block + 1)
    let values = QuietWeights(of: sound, channels: 1, decibels: decibels).values
    #expect(values.count == 41)
    let ratio = Double(values[40] / values[0])
    #expect(abs(ratio / Double.pow10(decibels / 10) - 1) < 1e-5)
    // Four blocks behind the loud half are still near to it.
    #expect(values[23] == values[0] && values[24] == values[40])
    let sum = values.prefix(40).reduce(0) { $0 + Double($1) * Double(block) } + Double(values[40])
    #expect(abs(sum / Double(sound.count) - 1) < 1e-5)
  }

  /// What lies between full level and the limit counts as much more as it is softer; the loudest channel tells.
  @Test func aSofterPartCountsAsMuchMore() {
    let part = { (level: Float) in [Float](repeating: level, count: 10 * QuietWeights.block) }
    let values = QuietWeights(
      of: part(1) + part(0.25) + part(0) + part(0.5), channels: 2, decibels: 40
    ).values
    #expect(values.count == 20)
    #expect(abs(values[19] / values[0] - 4) < 1e-5)
  }

  /// The gradient is that of the weighted loss, by finite differences along the gradient itself.
  @Test func gradientsAreThoseOfTheWeightedLoss() throws {
    let architecture = try NetworkDescription(
      UNetDescription(
        inChannels: 1, channels: [8, 8], factors: [1, 4], items: [1, 1], modulationFeatures: 16, resnetGroups: 4))
    let layout = ParameterLayout(architecture)
    let values = FloatBuffer(layout.count)
    var generator = TorchGenerator(seed: 5)
    for (index, value) in generator.randn(layout.count).enumerated() { values.all[index] = 0.2 * value }
    let engine = try Engine(threads: 1)
    let network = try TrainableNetwork(architecture, values: values, length: 2048, engine: engine)
    let trainer = try Trainer(network, accumulate: 2, quiet: 26, on: engine)
    let loud = (0..<700).map { Float($0 % 50) / 50 - 0.5 }
    let soft = (0..<500).map { Float($0 % 20) / 400 }
    let tone = loud + soft + [Float](repeating: 0, count: 848)
    let example = Trainer.Example(sound: tone, noise: generator.randn(2048), sigma: 0.4)
    _ = try trainer.learn([example])
    let gradient = Array(UnsafeBufferPointer(start: network.gradients.all, count: layout.count))
    let before = Array(UnsafeBufferPointer(start: network.values.all, count: layout.count))

    func loss(_ step: Double) throws -> Double {
      for index in before.indices { network.values.all[index] = before[index] + Float(step) * gradient[index] }
      let level = NoiseLevel(sigma: example.sigma)
      let noisy = zip(example.sound, example.noise).map { level.alpha * $0 + level.beta * $1 }
      let velocity = try network.with(network.values).velocity(
        of: Tensor(shape: [1, 1, 2048], values: noisy), sigma: [example.sigma]
      ).values
      let weights = QuietWeights(of: example.sound, channels: 1, decibels: 26).values
      var sum = 0.0
      for index in velocity.indices {
        let error = Double(velocity[index] - (level.alpha * example.noise[index] - level.beta * example.sound[index]))
        sum += Double(weights[index / QuietWeights.block]) * error * error
      }
      // One of two micro-batches.
      return sum / 2048 / 2
    }
    let norm = gradient.reduce(0) { $0 + Double($1) * Double($1) }
    let step = 1e-3 / norm.squareRoot()
    let found = try (loss(step) - loss(-step)) / (2 * step)
    #expect(norm > 0 && abs(found / norm - 1) < 1e-2)
  }
}

extension Double {
  /// 10 to the power of a number of tens of dB.
  fileprivate static func pow10(_ exponent: Double) -> Double {
    [0.6: 3.981_071_7, 2: 100, 4: 10_000][exponent] ?? .nan
  }
}
