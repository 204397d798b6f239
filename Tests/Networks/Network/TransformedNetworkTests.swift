import Checkpoints
import Networks
import Tensors
import Testing

/// The live tests hold these networks against PyTorch; here they are held against their definition and each other.
struct TransformedNetworkTests {
  /// Windows side by side, overlapping, odd, far beyond the ends, of another number of channels out; and patches.
  static let transforms: [(transform: SignalTransform, out: Int)] = [
    (.learned(filters: 5, window: 4, stride: 4), 2), (.learned(filters: 7, window: 22, stride: 4), 2),
    (.learned(filters: 17, window: 7, stride: 3), 1), (.learned(filters: 2, window: 90, stride: 2), 3),
    (.learned(filters: 33, window: 1, stride: 1), 2), (.patch(size: 5), 2), (.patch(size: 16), 1),
    (.lapped(block: 24, blocks: 3), 2), (.lapped(block: 36, blocks: 1), 2), (.lapped(block: 48, blocks: 5), 2),
    (.lapped(block: 6, blocks: 24, positions: .blocks), 2), (.lapped(block: 10, blocks: 48, positions: .blocks), 2),
  ]

  private static func random(_ number: Int) throws -> RandomNetwork {
    let (transform, out) = transforms[number]
    return try RandomNetwork(NetworkDescriptionTests.description(transform, outChannels: out), seed: number)
  }

  private static func noise(_ random: RandomNetwork) throws -> Tensor {
    let architecture = random.architecture
    return try random.noise(batch: 2, length: architecture.nearestLength(to: 40 * architecture.lengthMultiple))
  }

  /// Within 2e-5, absolute plus relative, of the plain layers.
  @Test(arguments: transforms.indices)
  func fusedIsThePlain(number: Int) throws {
    let random = try Self.random(number)
    let x = try Self.noise(random)
    let plain = try Engine(kernels: .openblas).network(random.architecture, weights: random.weights)
    let expected = try plain.velocity(of: x, sigma: [0.9, 0.2])
    #expect(expected.shape == [2, random.architecture.outChannels, x.shape[2]])
    let found = try Engine().network(random.architecture, weights: random.weights).velocity(of: x, sigma: [0.9, 0.2])
    expectClose(found.values, expected.values, tolerance: 2e-5)
  }

  @Test(arguments: transforms.indices)
  func bitsAreTheSameEverywhere(number: Int) throws {
    let random = try Self.random(number)
    let x = try Self.noise(random)
    func velocity(_ kernels: Engine.Kernels, threads: Int) throws -> Tensor {
      try Engine(kernels: kernels, threads: threads).network(random.architecture, weights: random.weights)
        .velocity(of: x, sigma: [0.9, 0.2])
    }
    let expected = try velocity(.fused(.portable), threads: 1)
    for kernels in Engine.Kernels.allCases where kernels.isAvailable && kernels != .openblas {
      for threads in [1, 2, 3, 7] { #expect(try velocity(kernels, threads: threads) == expected, "\(kernels)") }
    }
  }

  /// A patch network is its U-Net on frames that lie side by side.
  @Test func patchesAreChannels() throws {
    let random = try Self.random(5)
    let network = try Engine().network(random.architecture, weights: random.weights)
    let unet = try Engine().network(NetworkDescription(random.architecture.unet), weights: random.weights)
    let x = try random.noise(batch: 1, length: 60)
    var inner = [Float](repeating: 0, count: 120)
    for channel in 0..<2 {
      for frame in 0..<60 { inner[(channel * 5 + frame % 5) * 12 + frame / 5] = x.values[channel * 60 + frame] }
    }
    let expected = try unet.velocity(of: Tensor(shape: [1, 10, 12], values: inner), sigma: [0.3])
    let found = try network.velocity(of: x, sigma: [0.3])
    for channel in 0..<2 {
      for frame in 0..<60 {
        #expect(
          found.values[channel * 60 + frame] == expected.values[(channel * 5 + frame % 5) * 12 + frame / 5])
      }
    }
  }

  @Test func refusesOtherInputs() throws {
    let random = try Self.random(1)
    let network = try Engine().network(random.architecture, weights: random.weights)
    for shape in [[1, 2, 25], [1, 3, 240], [2, 2, 240], [1, 2, 0]] {
      #expect(throws: NetworkError.self) { try network.velocity(of: Tensor.zeros(shape), sigma: [0.5]) }
    }
  }

  @Test func refusesOtherWeights() throws {
    let random = try Self.random(1)
    for transform in [SignalTransform.none, .learned(filters: 7, window: 20, stride: 4), .patch(size: 7)] {
      #expect(throws: NetworkError.self) {
        try Engine().network(NetworkDescriptionTests.description(transform), weights: random.weights)
      }
    }
  }
}
