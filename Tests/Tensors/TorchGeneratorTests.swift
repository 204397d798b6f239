import Checkpoints
import Foundation
import Tensors
import Testing

/// Against torch.randn and torch.rand, whose values lie in Fixtures/random.safetensors.
struct TorchGeneratorTests {
  static let seeds: [Int128] = [0, 42, 12345, (1 << 40) + 7, -1, -42, -(1 << 63), (1 << 64) - 1]

  private func fixture(_ name: String) throws -> [Float] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let path = folder.appendingPathComponent("Fixtures/random.safetensors").path
    return try Checkpoint.open(path).stateDict.tensor(name).values
  }

  /// Torch's vectorised logarithm and cosine differ from the C library's in the last bits.
  private func expectClose(_ found: [Float], _ expected: [Float]) {
    #expect(found.count == expected.count)
    for (found, expected) in zip(found, expected) {
      #expect(abs(found - expected) <= 5e-7 + 5e-7 * abs(expected))
    }
  }

  @Test(arguments: seeds, [1, 5, 16, 40])
  func drawsTorchsNormals(seed: Int128, count: Int) throws {
    var generator = TorchGenerator(seed: seed)
    try expectClose(generator.randn(count), fixture("randn.\(seed).\(count)"))
  }

  @Test(arguments: seeds, [65536, 65537])
  func drawsTorchsNormalsInBulk(seed: Int128, count: Int) throws {
    var generator = TorchGenerator(seed: seed)
    let values = generator.randn(count)
    let expected = try fixture("randn.\(seed).\(count)")
    try #require(values.count == count && expected.count == 66)
    expectClose(Array(values.prefix(16) + values.suffix(48)), Array(expected.prefix(64)))
    // Errors of 5e-7 each, of either sign, stay far below these bounds when added up.
    #expect(abs(values.reduce(0) { $0 + Double($1) } - Double(expected[64])) < 2e-3)
    #expect(abs(values.reduce(0) { $0 + Double($1) * Double($1) } - Double(expected[65])) < 1e-2)
  }

  @Test(arguments: seeds)
  func staysInStepThroughMixedDraws(seed: Int128) throws {
    let draws = [
      ("randn", 5), ("randn", 40), ("randn", 3), ("rand", 7), ("randn", 1), ("randn", 17), ("randn", 31),
      ("rand", 700), ("randn", 15), ("randn", 2),
    ]
    var generator = TorchGenerator(seed: seed)
    for (index, (function, count)) in draws.enumerated() {
      let expected = try fixture("mixed.\(seed).\(index)")
      if function == "rand" {
        #expect(generator.rand(count) == expected)
      } else {
        expectClose(generator.randn(count), expected)
      }
    }
  }

  @Test func aCopyGoesOnByItself() {
    var generator = TorchGenerator(seed: 7)
    _ = generator.randn(3)
    var copy = generator
    #expect(copy == generator)
    let drawn = generator.randn(100)
    #expect(copy != generator)
    #expect(copy.randn(100) == drawn)
    #expect(copy == generator)
  }

  @Test func drawsNothingForCountsBelowOne() {
    var generator = TorchGenerator(seed: 1)
    #expect(generator.randn(0).isEmpty && generator.rand(-5).isEmpty && generator.randn(-1).isEmpty)
    #expect(generator == TorchGenerator(seed: 1))
  }
}

/// Where in its stream a generator stands.
struct TorchGeneratorPositionTests {
  @Test(arguments: [0, 1, 16, 17, 623, 624, 625, 5000]) func skippingIsDrawing(count: Int) {
    var drawn = TorchGenerator(seed: 9)
    _ = drawn.rand(count)
    var skipped = TorchGenerator(seed: 9)
    skipped.skip(count)
    #expect(drawn.position == count && skipped.position == count)
    #expect(drawn.randn(40) == skipped.randn(40))
  }

  @Test(arguments: [0, 3, 15, 16, 20, 64, 1000]) func passingOverNormalValuesIsDrawingThem(count: Int) {
    var drawn = TorchGenerator(seed: 9)
    _ = drawn.randn(count)
    var skipped = TorchGenerator(seed: 9)
    skipped.skipNormals(count)
    #expect(drawn == skipped)
  }

  @Test func aDrawOfManyUsesThatMany() {
    var generator = TorchGenerator(seed: 1)
    _ = generator.randn(64)
    #expect(generator.position == 64)
    // The last 16 are drawn afresh.
    _ = generator.randn(20)
    #expect(generator.position == 64 + 36)
  }

  @Test func halfAPairHasNoPosition() {
    var generator = TorchGenerator(seed: 1)
    _ = generator.randn(1)
    #expect(generator.position == nil)
    _ = generator.randn(1)
    #expect(generator.position != nil)
  }

  @Test func theOffspringIsAnotherAndLeavesTheFirstAlone() {
    var generator = TorchGenerator(seed: 1)
    let before = generator
    var child = generator.offspring
    #expect(generator == before)
    #expect(child != generator && child.randn(16) != generator.randn(16))
    #expect(before.offspring == before.offspring)
  }

  /// torch.randperm; of the long one its beginning, and a sum over all places and numbers.
  @Test func drawsTorchsPermutations() {
    func order(_ seed: Int, _ count: Int) -> [Int] {
      var generator = TorchGenerator(seed: seed)
      return generator.randperm(count)
    }
    #expect(order(0, 10) == [4, 1, 7, 5, 3, 9, 0, 8, 6, 2])
    #expect(order(42, 10) == [2, 6, 1, 8, 4, 5, 0, 9, 3, 7])
    #expect(order(7, 2) == [1, 0])
    #expect(order(7, 1) == [0])
    #expect(order(7, 0).isEmpty && order(7, -1).isEmpty)
    let long = order(5, 100_000)
    #expect(long.prefix(5) == [53411, 99184, 41565, 33006, 87522])
    #expect(long.enumerated().reduce(0) { $0 + $1.offset * $1.element } % 1_000_003 == 603_972)
  }
}
