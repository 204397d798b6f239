import Checkpoints
import Networks
import Tensors
import Testing

struct UNetFusedTests {
  static let numbers = RandomNetwork.odd.indices

  @Test func matchesPyTorch() throws {
    let fixture = try LayerFixture("unet")
    let network = try UNet.Fused(
      UNetPlainTests.architecture(), weights: UNetPlainTests.weights(), engine: Engine(threads: 2))
    let found = try network.velocity(of: fixture.tensor("x"), sigma: fixture.tensor("sigma").values)
    #expect(found.shape == [2, 3, 42])
    try expectClose(found.values, fixture.tensor("y").values, tolerance: 2e-5)
  }

  @Test func thereAreOddArchitectures() { #expect(Self.numbers.count == 8) }

  /// Within 2e-5, absolute plus relative, of the plain layers.
  @Test(arguments: numbers)
  func agreesWithPlainLayers(_ number: Int) throws {
    let (architecture, length) = RandomNetwork.odd[number]
    let random = try RandomNetwork(architecture, seed: number)
    let x = try random.noise(batch: 2, length: length)
    let plain = try UNet.Plain(architecture, weights: random.weights, workers: Workers(2)).velocity(
      of: x, sigma: [0.7, 0.1])
    let fused = try random.fused().velocity(of: x, sigma: [0.7, 0.1])
    #expect(fused.shape == plain.shape)
    #expect(plain.values.contains { abs($0) > 0.1 })
    expectClose(fused.values, plain.values, tolerance: 2e-5)
  }

  /// Sounds so long that they come in and go out in pieces, the last one a part.
  @Test func longSoundsAgreeWithPlainLayers() throws {
    let (architecture, _) = RandomNetwork.odd[0]
    let random = try RandomNetwork(architecture)
    let x = try random.noise(batch: 2, length: 2 * 4096 + 1096)
    let plain = try UNet.Plain(architecture, weights: random.weights, workers: Workers(2)).velocity(
      of: x, sigma: [0.7, 0.1])
    for threads in [1, 3] {
      let fused = try random.fused(threads: threads).velocity(of: x, sigma: [0.7, 0.1])
      expectClose(fused.values, plain.values, tolerance: 2e-5)
    }
  }

  /// The same bits with each instruction set and number of threads.
  @Test(arguments: numbers)
  func bitsAreTheSameEverywhere(_ number: Int) throws {
    let (architecture, length) = RandomNetwork.odd[number]
    let random = try RandomNetwork(architecture, seed: number)
    let x = try random.noise(batch: 1, length: length)
    let expected = try random.fused(.portable, threads: 1).velocity(of: x, sigma: [0.5])
    for instructionSet in InstructionSet.allCases where instructionSet.isAvailable {
      for threads in [1, 2, 3, 7] {
        let found = try random.fused(instructionSet, threads: threads).velocity(of: x, sigma: [0.5])
        #expect(found == expected, "\(instructionSet), \(threads) threads")
      }
    }
  }

  /// A sound alone is the sound in a batch, and sigmas that were prepared are those that were not.
  @Test(arguments: numbers)
  func isTheSameAloneAndInABatch(_ number: Int) throws {
    let (architecture, length) = RandomNetwork.odd[number]
    let random = try RandomNetwork(architecture, seed: number)
    let network = try random.fused()
    let x = try random.noise(batch: 3, length: length)
    let sigmas: [Float] = [0.9, 0.25, 0.9]
    network.prepare(for: sigmas[...])
    let all = try network.velocity(of: x, sigma: sigmas)
    for index in 0..<3 {
      let (size, outSize) = (x.count / 3, all.count / 3)
      let one = try Tensor(shape: [1] + x.shape[1...], values: Array(x.values[(index * size)..<((index + 1) * size)]))
      let found = try random.fused(threads: 1).velocity(of: one, sigma: [sigmas[index]])
      #expect(found.values == Array(all.values[(index * outSize)..<((index + 1) * outSize)]))
    }
  }

  @Test func isTheSameInManyRunsAtOnce() async throws {
    let random = try RandomNetwork(RandomNetwork.odd[0].architecture)
    let engine = try Engine(threads: 3)
    let networks = try (0..<2).map { _ in
      try UNet.Fused(random.architecture.unet, weights: random.weights, engine: engine)
    }
    let x = try random.noise(batch: 1, length: 1096)
    let expected = try networks[0].velocity(of: x, sigma: [0.5])
    try await withThrowingTaskGroup(of: Tensor.self) { group in
      for index in 0..<24 { group.addTask { try networks[index % 2].velocity(of: x, sigma: [0.5]) } }
      for try await found in group { #expect(found == expected) }
    }
  }

  /// Another length takes other memory, and then the first again.
  @Test func changesItsLength() throws {
    let random = try RandomNetwork(RandomNetwork.odd[0].architecture)
    let network = try random.fused()
    let short = try network.velocity(of: random.noise(batch: 1, length: 8), sigma: [0.5])
    _ = try network.velocity(of: random.noise(batch: 2, length: 1096), sigma: [0.5, 0.5])
    #expect(try network.velocity(of: random.noise(batch: 1, length: 8), sigma: [0.5]) == short)
  }

  /// A bfloat16 has 8 bits: rms errors of a few thousandths of the velocity's.
  @Test(.enabled(if: InstructionSet.hasBFloat16), arguments: numbers)
  func bfloat16IsNear(_ number: Int) throws {
    let (architecture, length) = RandomNetwork.odd[number]
    let random = try RandomNetwork(architecture, seed: number)
    let x = try random.noise(batch: 2, length: length)
    let exact = try random.fused().velocity(of: x, sigma: [0.7, 0.1]).values
    let found = try random.fused(.avx512, .bf16).velocity(of: x, sigma: [0.7, 0.1]).values
    let error = zip(found, exact).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let power = exact.reduce(0) { $0 + $1 * $1 }
    #expect((error / power).squareRoot() < 0.01)
    #expect(found != exact)
  }

  @Test func refusesWhatDoesNotFit() throws {
    let random = try RandomNetwork(RandomNetwork.odd[0].architecture)
    let network = try random.fused()
    #expect(throws: NetworkError.lengthDoesNotFit(length: 9, multiple: 8, below: 8, above: 16)) {
      try network.velocity(of: random.noise(batch: 1, length: 9), sigma: [0.5])
    }
    #expect(throws: NetworkError.self) { try network.velocity(of: random.noise(batch: 2, length: 8), sigma: [0.5]) }
    #expect(throws: NetworkError.self) { try network.velocity(of: random.noise(batch: 1, length: 8), sigma: [.nan]) }
    #expect(throws: NetworkError.self) {
      try UNet.Fused(RandomNetwork.odd[1].architecture, weights: random.weights, engine: Engine(threads: 1))
    }
  }

  /// What is not a number in a sound is not a number in its velocity, for the run to see.
  @Test(arguments: [Float.nan, .infinity])
  func keepsWhatIsNoNumber(_ value: Float) throws {
    let random = try RandomNetwork(RandomNetwork.odd[0].architecture)
    var values = try random.noise(batch: 1, length: 64).values
    values[17] = value
    for instructionSet in InstructionSet.allCases where instructionSet.isAvailable {
      let velocity = try random.fused(instructionSet).velocity(
        of: Tensor(shape: [1, 2, 64], values: values), sigma: [0.5])
      #expect(!velocity.isFinite, "\(instructionSet)")
    }
  }
}
