import Checkpoints
import Networks
import Tensors
import Testing

/// Networks inside of a transform in training; the live tests hold every gradient against PyTorch's.
struct LearnedTransformBackwardTests {
  private static let transforms = TransformedNetworkTests.transforms

  private static func training(
    _ number: Int, _ instructionSet: InstructionSet = .best, threads: Int = 2
  ) throws -> TrainingCase {
    let (transform, out) = transforms[number]
    let description = try NetworkDescriptionTests.description(transform, outChannels: out)
    let length = description.nearestLength(to: 11 * description.lengthMultiple)
    return try TrainingCase(description, length: length, seed: number, instructionSet, threads: threads)
  }

  @Test(arguments: transforms.indices)
  func matchesFiniteDifferences(number: Int) throws { try Self.training(number).expectDerivatives() }

  /// The transform's two weights by themselves: the loss is linear in them.
  @Test(arguments: transforms.indices.filter { if case .learned = transforms[$0].transform { true } else { false } })
  func learntWeightsMatchFiniteDifferences(number: Int) throws {
    let training = try Self.training(number)
    #expect(training.network.layout.entry("blocks.0.weight") != nil)
    try training.expectDerivatives(of: ["blocks.1.weight"], step: 0.1)
  }

  @Test(arguments: transforms.indices)
  func bitsAreTheSameEverywhere(number: Int) throws {
    let expected = try Self.training(number, .portable, threads: 1)
    let velocity = try expected.forward().map(\.bitPattern)
    let gradients = try expected.gradients().map(\.bitPattern)
    for instructionSet in InstructionSet.allCases where instructionSet.isAvailable {
      for threads in [1, 2, 3, 7] {
        let found = try Self.training(number, instructionSet, threads: threads)
        #expect(try found.gradients().map(\.bitPattern) == gradients, "\(instructionSet), \(threads) threads")
        #expect(try found.forward().map(\.bitPattern) == velocity, "\(instructionSet), \(threads) threads")
      }
    }
  }

  /// Within 2e-5, absolute plus relative, of the network that plays; with other weights too, and back again.
  @Test(arguments: transforms.indices)
  func forwardIsTheNetworks(number: Int) throws {
    let (transform, out) = Self.transforms[number]
    let description = try NetworkDescriptionTests.description(transform, outChannels: out)
    let random = try RandomNetwork(description, seed: number)
    let length = description.nearestLength(to: 23 * description.lengthMultiple)
    let layout = ParameterLayout(description)
    let values = FloatBuffer(layout.count)
    try layout.read(random.weights, of: description, into: values)
    let network = try TrainableNetwork(description, values: values, length: length, engine: Engine(threads: 2))
    let x = try random.noise(batch: 1, length: length)
    let expected = try Engine().network(description, weights: random.weights).velocity(of: x, sigma: [0.4]).values
    expectClose(try network.forward(x.values, sigma: 0.4), expected, tolerance: 2e-5)
    let silent = try network.with(FloatBuffer(layout.count)).velocity(of: x, sigma: [0.4])
    #expect(silent.values != expected)
    expectClose(try network.forward(x.values, sigma: 0.4), expected, tolerance: 2e-5)
    #expect(throws: NetworkError.self) { try network.forward([1, 2, 3], sigma: 0.4) }
    #expect(throws: NetworkError.self) { try network.backward([1, 2, 3]) }
  }
}
