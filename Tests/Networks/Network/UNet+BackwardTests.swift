import Checkpoints
import Foundation
import Networks
import Tensors
import Testing

struct UNetBackwardTests {
  static let numbers = RandomNetwork.trainable.indices

  @Test func thereAreOddArchitectures() { #expect(Self.numbers.count == 10) }

  @Test(arguments: numbers)
  func matchesFiniteDifferences(_ number: Int) throws {
    let (architecture, length) = RandomNetwork.trainable[number]
    try TrainingCase(architecture, length: length, seed: number).expectDerivatives()
  }

  /// Every gradient of a batch within 1e-4 of PyTorch's own in double, as the norm of the difference over the norm.
  @Test(arguments: [("odd", 3, 3, 93), ("wide", 1, 3, 45), ("plain", nil, 5, 31)])
  func matchesPyTorch(name: String, heads: Int?, groups: Int, tensors: Int) throws {
    #expect(try GradientFixture(name, heads: heads, groups: groups).compare() == tensors)
  }

  /// Within 2e-5, absolute plus relative, of the fused network.
  @Test(arguments: numbers)
  func forwardIsTheFusedNetworks(_ number: Int) throws {
    let (architecture, length) = RandomNetwork.trainable[number]
    let random = try RandomNetwork(architecture, seed: number)
    let network = try Self.network(random, length: length)
    let x = try random.noise(batch: 1, length: length)
    for sigma: Float in [0, 0.02, 0.4, 1] {
      let expected = try random.fused().velocity(of: x, sigma: [sigma])
      expectClose(try network.forward(x.values, sigma: sigma), expected.values, tolerance: 2e-5)
    }
  }

  /// As a network to denoise with: the bits of its forward, for each sound of a batch, by other weights too; no
  /// backward can follow, and no other length is taken.
  @Test(arguments: numbers)
  func denoises(_ number: Int) throws {
    let (architecture, length) = RandomNetwork.trainable[number]
    let random = try RandomNetwork(architecture, seed: number)
    let network = try Self.network(random, length: length)
    let batch = try random.noise(batch: 2, length: length)
    let size = batch.count / 2
    let expected = try [0.3, 0.9].enumerated().flatMap { index, sigma in
      try network.forward(Array(batch.values[(index * size)..<((index + 1) * size)]), sigma: Float(sigma))
    }
    let view = network.with(network.values)
    let velocity = try view.velocity(of: batch, sigma: [0.3, 0.9])
    #expect(velocity.values.map(\.bitPattern) == expected.map(\.bitPattern))
    #expect(velocity.shape == [2, architecture.outChannels, length])
    #expect(view.parameterCount == network.architecture.parameterCount)
    #expect(throws: NetworkError.self) { try network.backward(Array(expected.prefix(expected.count / 2))) }

    let silent = try network.with(FloatBuffer(network.layout.count)).velocity(of: batch, sigma: [0.3, 0.9])
    #expect(silent != velocity)
    #expect(try view.velocity(of: batch, sigma: [0.3, 0.9]) == velocity)
    let longer = try random.noise(batch: 1, length: 2 * length)
    #expect(throws: NetworkError.self) { try view.velocity(of: longer, sigma: [0.3]) }
  }

  /// Every gradient and the velocity have the same bits with each instruction set and number of threads, and in a
  /// second step; nothing is written beside the tensors.
  @Test(arguments: numbers)
  func bitsAreTheSameEverywhere(_ number: Int) throws {
    let (architecture, length) = RandomNetwork.trainable[number]
    let expected = try TrainingCase(architecture, length: length, .portable, threads: 1)
    let velocity = try expected.forward().map(\.bitPattern)
    let gradients = try expected.gradients().map(\.bitPattern)
    var gaps = Set(gradients.indices)
    for entry in expected.network.layout.entries { gaps.subtract(entry.offset..<(entry.offset + entry.count)) }
    #expect(!gaps.isEmpty && gaps.allSatisfy { gradients[$0] == 0 })
    for instructionSet in InstructionSet.allCases where instructionSet.isAvailable {
      for threads in [1, 2, 3, 7] {
        let found = try TrainingCase(architecture, length: length, instructionSet, threads: threads)
        for _ in 0..<2 {
          #expect(try found.gradients().map(\.bitPattern) == gradients, "\(instructionSet), \(threads) threads")
        }
        #expect(try found.forward().map(\.bitPattern) == velocity, "\(instructionSet), \(threads) threads")
      }
    }
  }

  /// Two sounds of different sigmas, one after another, within roundings of the sum; and one of them twice.
  @Test(arguments: numbers)
  func gradientsAddUp(_ number: Int) throws {
    let (architecture, length) = RandomNetwork.trainable[number]
    let network = try Self.network(RandomNetwork(architecture, seed: number), length: length)
    var generator = TorchGenerator(seed: 9)
    let sounds = (0..<2).map { _ in generator.randn(architecture.inChannels * length) }
    let velocityGradients = (0..<2).map { _ in generator.randn(architecture.outChannels * length) }
    let sigmas: [Float] = [0.3, 0.9]
    func gradients(of steps: [(sound: Int, passes: Int)]) throws -> [Float] {
      network.gradients.all.update(repeating: 0, count: network.gradients.count)
      for (sound, passes) in steps {
        _ = try network.forward(sounds[sound], sigma: sigmas[sound])
        for _ in 0..<passes { try network.backward(velocityGradients[sound]) }
      }
      return Array(UnsafeBufferPointer(start: network.gradients.all, count: network.gradients.count))
    }
    let alone = try (0..<2).map { try gradients(of: [($0, 1)]) }
    let (both, twice) = try (gradients(of: [(0, 1), (1, 1)]), gradients(of: [(1, 2)]))
    for entry in network.layout.entries {
      let range = entry.offset..<(entry.offset + entry.count)
      let size = norm(alone[0][range]) + norm(alone[1][range])
      let sum = zip(alone[0][range], alone[1][range]).map { $0 + $1 }
      #expect(norm(zip(both[range], sum).map { $0 - $1 }) <= 1e-6 * size, "\(entry.name)")
      #expect(norm(zip(twice[range], alone[1][range]).map { $0 - 2 * $1 }) <= 1e-6 * size, "\(entry.name)")
    }
  }

  @Test func refusesWhatDoesNotFit() throws {
    let (architecture, length) = RandomNetwork.trainable[2]
    let random = try RandomNetwork(architecture)
    #expect(throws: NetworkError.lengthDoesNotFit(length: 7, multiple: 3, below: 6, above: 9)) {
      try Self.network(random, length: 7)
    }
    #expect(throws: NetworkError.self) {
      try TrainableNetwork(
        NetworkDescription(architecture), values: FloatBuffer(100), length: length,
        engine: Engine(threads: 1))
    }
    let network = try Self.network(random, length: length)
    #expect(throws: NetworkError.self) { try network.backward([Float](repeating: 1, count: 3 * length)) }
    let x = [Float](repeating: 0.5, count: 2 * length)
    #expect(throws: (any Error).self) { try network.forward(Array(x.dropLast()), sigma: 0.5) }
    #expect(throws: (any Error).self) { try network.forward(x + [0], sigma: 0.5) }
    _ = try network.forward(x, sigma: 0.5)
    #expect(throws: (any Error).self) { try network.backward([Float](repeating: 1, count: 3 * length - 1)) }
  }

  /// What is not a number shows in the gradients, for the training to see.
  @Test(arguments: [Float.nan, .infinity])
  func keepsWhatIsNoNumber(_ value: Float) throws {
    let (architecture, length) = RandomNetwork.trainable[2]
    let network = try Self.network(RandomNetwork(architecture), length: length)
    var x = [Float](repeating: 0.5, count: 2 * length)
    x[3] = value
    #expect(try network.forward(x, sigma: 0.5).contains { !$0.isFinite })
    try network.backward([Float](repeating: 1, count: 3 * length))
    let gradients = UnsafeBufferPointer(start: network.gradients.all, count: network.gradients.count)
    #expect(gradients.contains { !$0.isFinite })
    // And is gone in the next step.
    network.gradients.all.update(repeating: 0, count: network.gradients.count)
    #expect(try !network.forward([Float](repeating: 0.5, count: 2 * length), sigma: 0.5).contains { !$0.isFinite })
    try network.backward([Float](repeating: 1, count: 3 * length))
    #expect(!gradients.contains { !$0.isFinite })
  }

  private static func network(_ random: RandomNetwork, length: Int) throws -> TrainableNetwork {
    let layout = ParameterLayout(random.architecture)
    let values = FloatBuffer(layout.count)
    try layout.read(random.weights, of: random.architecture, into: values)
    return try TrainableNetwork(random.architecture, values: values, length: length, engine: Engine(threads: 2))
  }
}
