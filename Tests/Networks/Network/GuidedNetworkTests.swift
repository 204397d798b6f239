import Checkpoints
import Networks
import Tensors
import Testing

/// A network that is led away from another, held against the sum that it stands for.
struct GuidedNetworkTests {
  private let own, guide: any VelocityNetwork
  private let x: Tensor

  /// Two networks of other transforms and widths, on three sounds.
  init() throws {
    func random(_ transform: SignalTransform, seed: Int) throws -> RandomNetwork {
      try RandomNetwork(NetworkDescriptionTests.description(transform), seed: seed)
    }
    let (one, other) = (try random(.lapped(block: 48, blocks: 5), seed: 1), try random(.patch(size: 5), seed: 2))
    own = try Engine(threads: 2).network(one.architecture, weights: one.weights)
    guide = try Engine(threads: 2).network(other.architecture, weights: other.weights)
    x = try one.noise(batch: 3, length: 240)
  }

  /// Each sound of a batch is led where its sigma is within the interval, ends and all, and has the network's own bits
  /// elsewhere.
  @Test func isTheSum() throws {
    let guided = try GuidedNetwork(own, awayFrom: guide, weight: 0.75, over: 0.25...0.75)
    let sigmas: [Float] = [0.75, 0.751, 0.25]
    let (mine, others) = (try own.velocity(of: x, sigma: sigmas), try guide.velocity(of: x, sigma: sigmas))
    let found = try guided.velocity(of: x, sigma: sigmas)
    #expect(found.shape == mine.shape && mine != others)
    let size = mine.count / 3
    for index in mine.values.indices {
      let (v, w) = (mine.values[index], others.values[index])
      let expected = index / size == 1 ? v : v + 0.75 * (v - w)
      #expect(found.values[index] == expected)
    }
    #expect(guided.architecture == own.architecture && guided.parameterCount == own.parameterCount)
  }

  /// A network that takes what another does and never answers.
  private struct Refusing: VelocityNetwork {
    let architecture: NetworkDescription
    let parameterCount = 0
    func velocity(of x: Tensor, sigma: [Float]) throws -> Tensor { throw NetworkError.oddBlock(1) }
  }

  /// Outside of the interval the other network isn't asked at all.
  @Test func asksTheGuideOnlyInItsInterval() throws {
    let refusing = Refusing(architecture: guide.architecture)
    let guided = try GuidedNetwork(own, awayFrom: refusing, weight: 1, over: 0.5...0.6)
    for sigma: Float in [1, 0.61, 0.49] {
      let sigmas = [sigma, sigma, sigma]
      #expect(try guided.velocity(of: x, sigma: sigmas) == own.velocity(of: x, sigma: sigmas))
    }
    #expect(throws: NetworkError.oddBlock(1)) { try guided.velocity(of: x, sigma: [0.55, 0.2, 0.2]) }
  }

  /// What depends on sigma alone may be computed before: the bits stay.
  @Test func prepares() throws {
    let guided = try GuidedNetwork(own, awayFrom: guide, weight: 2, over: 0.3...0.7)
    let plain = try [Float(0.9), 0.7, 0.5, 0.2].map { try guided.velocity(of: x, sigma: [$0, $0, $0]) }
    let sigmas: [Float] = [0.9, 0.7, 0.5, 0.2]
    for (index, sigma) in sigmas.enumerated() {
      guided.prepare(for: sigmas[index...])
      #expect(try guided.velocity(of: x, sigma: [sigma, sigma, sigma]) == plain[index])
    }
  }

  /// A sound of a length that the guide makes none of has the network's own bits, and its memory alone.
  @Test func aLengthOfItsOwnIsNotLed() throws {
    let guided = try GuidedNetwork(guide, awayFrom: own, weight: 1, over: 0...1)
    #expect(guided.leads(length: 240) && !guided.leads(length: 480))
    let long = try Tensor(shape: [1, 2, 480], values: x.values.prefix(960).map { $0 })
    #expect(throws: NetworkError.self) { try own.velocity(of: long, sigma: [0.5]) }
    #expect(try guided.velocity(of: long, sigma: [0.5]) == guide.velocity(of: long, sigma: [0.5]))
    let (one, other) = (own.passMemory(length: 240), guide.passMemory(length: 240))
    #expect(one != other && guided.passMemory(length: 240) == max(one, other))
    #expect(guided.passMemory(length: 480) == guide.passMemory(length: 480))
  }

  @Test func refusesOtherChannels() throws {
    let other = try RandomNetwork(NetworkDescriptionTests.description(.patch(size: 5), outChannels: 1), seed: 4)
    let mono = try Engine(threads: 1).network(other.architecture, weights: other.weights)
    #expect(throws: NetworkError.wrongInput(expected: "networks of the same channels", found: [2, 2, 2, 1])) {
      try GuidedNetwork(own, awayFrom: mono, weight: 1, over: 0...1)
    }
  }
}
