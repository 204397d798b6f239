import Networks
import Testing

struct UNetDescriptionTests {
  static func description(
    inChannels: Int = 2, outChannels: Int? = nil, channels: [Int] = [8, 16], factors: [Int] = [2, 3],
    items: [Int] = [1, 1], attentions: [Int]? = [0, 1], heads: Int? = 2, features: Int? = 4, modulation: Int = 6,
    groups: Int = 8
  ) throws(NetworkError) -> UNetDescription {
    try UNetDescription(
      inChannels: inChannels, outChannels: outChannels, channels: channels, factors: factors, items: items,
      attentions: attentions, attentionHeads: heads, attentionFeatures: features, modulationFeatures: modulation,
      resnetGroups: groups)
  }

  /// The configuration of the published models.
  static func published() throws -> UNetDescription {
    try UNetDescription(
      inChannels: 2, channels: [32, 32, 64, 64, 128, 128, 256, 256], factors: [1, 2, 2, 2, 2, 2, 2, 2],
      items: [2, 2, 2, 2, 2, 2, 4, 4], attentions: [0, 0, 0, 0, 0, 1, 1, 1], attentionHeads: 8, attentionFeatures: 64)
  }

  @Test func describesThePublishedNetwork() throws {
    let description = try Self.published()
    // What PyTorch counts, each parameter once.
    #expect(NetworkDescription(description).parameterCount == 31_574_724)
    #expect(description.expectedTensors().count == 595)
    #expect(description.lengthMultiple == 128)
    #expect(
      description.summary == """
        UNetV0, 2 → 2 channels, 8 levels: channels 32 32 64 64 128 128 256 256, factors 1 2 2 2 2 2 2 2, \
        items 2 2 2 2 2 2 4 4, attentions 0 0 0 0 0 1 1 1 of 8 heads × 64, 1024 time features
        """)
  }

  @Test func listsEachTensorOnce() throws {
    let names = try Self.published().expectedTensors().map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test func namesTheNearestLengths() throws {
    let description = try Self.description()
    #expect(throws: NetworkError.lengthDoesNotFit(length: 100, multiple: 6, below: 96, above: 102)) {
      try description.check(length: 100)
    }
    #expect(throws: NetworkError.lengthDoesNotFit(length: 5, multiple: 6, below: nil, above: 6)) {
      try description.check(length: 5)
    }
    for length in [0, -1, Int.min] {
      #expect(throws: NetworkError.lengthDoesNotFit(length: length, multiple: 6, below: nil, above: 6)) {
        try description.check(length: length)
      }
    }
    try description.check(length: 6)
    try description.check(length: 6_000_000)
  }

  @Test func refusesLengthsThatFillTheMemory() throws {
    let description = try Self.published()
    let most = 1 << 21
    #expect(throws: NetworkError.tooLong(length: 1 << 40, most: most)) { try description.check(length: 1 << 40) }
    try description.check(length: most)
    #expect(throws: NetworkError.tooLong(length: most + 128, most: most)) { try description.check(length: most + 128) }
    #expect(throws: NetworkError.self) { try description.check(length: Int.max) }
    #expect(throws: NetworkError.self) { try description.check(length: Int.max / 128 * 128) }
  }

  @Test(arguments: [(0, 6), (2, 6), (8, 6), (9, 12), (100, 102), (Int.min, 6)])
  func findsTheNearestLength(length: Int, nearest: Int) throws {
    #expect(try Self.description().nearestLength(to: length) == nearest)
  }

  @Test func boundsTheNearestLength() throws {
    let description = try Self.description()
    try description.check(length: description.nearestLength(to: Int.max))
  }

  @Test func refusesListsOfAnotherLength() {
    #expect(throws: NetworkError.listLength(name: "factors", expected: 2, found: 1)) {
      try Self.description(factors: [2])
    }
    #expect(throws: NetworkError.listLength(name: "items", expected: 2, found: 3)) {
      try Self.description(items: [1, 1, 1])
    }
    #expect(throws: NetworkError.listLength(name: "attentions", expected: 2, found: 0)) {
      try Self.description(attentions: [])
    }
  }

  @Test func refusesGroupsThatDoNotDivideChannels() throws {
    #expect(throws: NetworkError.groupsDontDivide(groups: 8, channels: 12)) {
      try Self.description(channels: [8, 12])
    }
    // A level without items has no norm.
    _ = try Self.description(channels: [8, 12], items: [1, 0])
  }

  @Test func hostileSizesAreErrors() {
    let huge = 1_000_000_000
    let levels = [Int](repeating: 8, count: 65)
    let attempts: [() throws -> UNetDescription] = [
      { try Self.description(inChannels: huge) },
      { try Self.description(outChannels: 0) },
      { try Self.description(channels: [8, huge]) },
      { try Self.description(channels: [-8, 16]) },
      { try Self.description(factors: [2, 0]) },
      { try Self.description(factors: [1 << 16, 1 << 16]) },
      { try Self.description(items: [1_000_000, 1]) },
      { try Self.description(items: [50_000, 1]) },
      { try Self.description(items: [-1, 1]) },
      { try Self.description(attentions: [0, Int.max]) },
      { try Self.description(attentions: [90_000, 1]) },
      { try Self.description(heads: huge, features: huge) },
      { try Self.description(heads: nil) },
      { try Self.description(features: nil) },
      { try Self.description(modulation: Int.max) },
      { try Self.description(groups: 0) },
      { try Self.description(channels: [], factors: [], items: [], attentions: []) },
      { try Self.description(channels: levels, factors: levels, items: levels, attentions: nil) },
    ]
    for attempt in attempts {
      #expect(throws: NetworkError.self) { try attempt() }
    }
  }
}
