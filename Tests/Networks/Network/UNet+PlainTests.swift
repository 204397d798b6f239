import Checkpoints
import Networks
import Tensors
import Testing

struct UNetPlainTests {
  static func architecture(
    inChannels: Int = 2, outChannels: Int = 3, channels: [Int] = [4, 6], items: [Int] = [1, 2],
    attentions: [Int] = [0, 2]
  ) throws -> UNetDescription {
    try UNetDescription(
      inChannels: inChannels, outChannels: outChannels, channels: channels, factors: [2, 3], items: items,
      attentions: attentions, attentionHeads: 2, attentionFeatures: 5, modulationFeatures: 6, resnetGroups: 2)
  }

  /// The weights of a network of the fixture.
  static func weights(_ name: String = "unet") throws -> StateDict {
    try LayerFixture(name).stateDict.removingPrefix("net.")
  }

  @Test func matchesPyTorch() throws {
    let fixture = try LayerFixture("unet")
    let network = try UNet.Plain(Self.architecture(), weights: Self.weights(), workers: Workers(2))
    let found = try network.velocity(of: fixture.tensor("x"), sigma: fixture.tensor("sigma").values)
    #expect(found.shape == [2, 3, 42])
    try expectClose(found.values, fixture.tensor("y").values, tolerance: 2e-5)
  }

  @Test func matchesPyTorchWithOneLevelAndNoAttention() throws {
    let fixture = try LayerFixture("unet-plain")
    let architecture = try UNetDescription(
      inChannels: 1, channels: [8], factors: [1], items: [1], modulationFeatures: 1)
    let network = try UNet.Plain(architecture, weights: Self.weights("unet-plain"), workers: Workers(2))
    let found = try network.velocity(of: fixture.tensor("x"), sigma: [0.5])
    try expectClose(found.values, fixture.tensor("y").values, tolerance: 2e-5)
  }

  /// The bits of a sound don't depend on what else is in the batch, nor on the run.
  @Test func isTheSameAloneAndInABatch() throws {
    let fixture = try LayerFixture("unet")
    let network = try UNet.Plain(Self.architecture(), weights: Self.weights(), workers: Workers(2))
    let x = try fixture.tensor("x")
    let both = try network.velocity(of: x, sigma: [0.2, 0.9])
    let second = try network.velocity(
      of: Tensor(shape: [1, 2, 42], values: Array(x.values[84...])), sigma: [0.9])
    #expect(Array(both.values[126...]) == second.values)
  }

  /// Tiles land on whatever thread is free, which must not show in the bits.
  @Test func isTheSameInManyRunsAtOnce() async throws {
    let fixture = try LayerFixture("unet")
    let network = try UNet.Plain(Self.architecture(), weights: Self.weights(), workers: Workers(2))
    let (x, sigma) = try (fixture.tensor("x"), fixture.tensor("sigma").values)
    let expected = try network.velocity(of: x, sigma: sigma)
    try await withThrowingTaskGroup(of: Tensor.self) { group in
      for _ in 0..<16 { group.addTask { try network.velocity(of: x, sigma: sigma) } }
      for try await found in group { #expect(found == expected) }
    }
  }

  @Test func countsParametersOnce() throws {
    let weights = try Self.weights()
    let network = try UNet.Plain(Self.architecture(), weights: weights, workers: Workers(2))
    let listed = weights.names.compactMap { weights.shape(of: $0)?.reduce(1, *) }.reduce(0, +)
    // The repeated Linear(6→6) is listed twice.
    #expect(network.parameterCount == listed - 42)
  }

  @Test func refusesInputsOfAnotherShape() throws {
    let network = try UNet.Plain(Self.architecture(), weights: Self.weights(), workers: Workers(2))
    for shape in [[2, 2], [2, 3, 42], [1, 2, 42], [2, 2, 41], [2, 2, 0]] {
      #expect(throws: NetworkError.self) { try network.velocity(of: .zeros(shape), sigma: [0.5, 0.5]) }
    }
  }

  @Test func namesTensorsAndBothShapesThatDiffer() throws {
    let error = #expect(throws: NetworkError.self) {
      try UNet.Plain(Self.architecture(channels: [4, 8]), weights: Self.weights(), workers: Workers(2))
    }
    guard case .weightsDontFit(let missing, let unexpected, let misshapen) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(missing.isEmpty && unexpected.isEmpty)
    let first = try #require(misshapen.first)
    #expect(first.name == "blocks.2.net.block.blocks.3.block.blocks.0.block.weight")
    #expect(first.expected == [8, 4, 3] && first.found == [6, 4, 3])
    let text = try #require(error).description
    #expect(text.contains("expected [8, 4, 3], found [6, 4, 3]"))
    #expect(text.hasSuffix("and \(misshapen.count - 3) more"))
  }

  /// A counter or a module's extra state is no tensor, and nothing that a network needs.
  @Test func passesOverWhatIsNoTensor() throws {
    let weights = try Self.weights()
    let tensors = weights.names.map { name in
      (name: name, entry: weights[name].map(StateDict.Entry.tensor) ?? .unusable(.missing))
    }
    let source = try TensorSource(path: LayerFixture.path, file: InputFile(LayerFixture.path), isBigEndian: false)
    let more = StateDict(tensors + [("_extra_state", .unusable(.notATensor("a text")))], source: source)
    #expect(try UNet.Plain(Self.architecture(), weights: more, workers: Workers(2)).parameterCount > 0)
  }

  @Test func namesTensorsThatAreMissingOrLeftOver() throws {
    let tooMany = #expect(throws: NetworkError.self) {
      try UNet.Plain(Self.architecture(items: [2, 2]), weights: Self.weights(), workers: Workers(2))
    }
    #expect(tooMany?.description.contains("missing:\n  blocks.2.net.block.blocks.") == true)
    let tooFew = #expect(throws: NetworkError.self) {
      try UNet.Plain(Self.architecture(items: [1, 1]), weights: Self.weights(), workers: Workers(2))
    }
    #expect(tooFew?.description.contains("that the network doesn't have:\n  blocks.2.net.block.blocks.") == true)
  }
}
