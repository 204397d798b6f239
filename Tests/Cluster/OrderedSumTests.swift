import Cluster
import Tensors
import Testing

/// Sums of gradients over ranks are those of one process, bit for bit.
@Suite struct OrderedSumTests {
  /// Stages of odd sizes, one of them empty, whose ranges lie apart and out of order.
  private static let stages: [[Range<Int>]] = [[40..<57, 3..<4], [], [64..<97], [0..<2, 20..<33, 100..<101]]
  private static let count = 112

  /// The gradient of a sound: numbers of very different sizes, so that another order gives another sum.
  private static func gradient(_ sound: Int) -> [Float] {
    var generator = TorchGenerator(seed: sound)
    let (values, sizes) = (generator.randn(count), generator.randn(count))
    return zip(values, sizes).map { $0 * exponential(4 * $1) }
  }

  private static func isSummed(_ place: Int) -> Bool { stages.joined().contains { $0.contains(place) } }

  /// The sums of sounds in their order, of what is summed at all.
  private static func expected(_ sounds: Int, rounded: (Float) -> Float = { $0 }) -> [Float] {
    var sums = [Float](repeating: 0, count: count)
    for sound in 0..<sounds {
      for (place, value) in gradient(sound).enumerated() where isSummed(place) { sums[place] += rounded(value) }
    }
    return sums.map(rounded)
  }

  /// What each rank has after adding sounds in rounds of so many.
  private static func summed(
    ranks: Int, rounds: [Int], as format: OrderedSum.Format = .f32
  ) throws -> [(sums: [Float], values: [Double], bytes: Int)] {
    try LocalWorld.run(ranks) { ranks in
      let sum = OrderedSum(ranks, stages: stages, as: format)
      let gradients = FloatBuffer(count)
      var (first, values) = (0, [Double]())
      for sounds in rounds {
        values += try sum.add(sounds: sounds, in: gradients) { sound, stageIsDone in
          let gradient = gradient(first + sound)
          // What comes later than a stage is written after it.
          gradients.all.update(repeating: .nan, count: count)
          for (stage, ranges) in stages.enumerated() {
            for range in ranges {
              for place in range { gradients.all[place] = gradient[place] }
            }
            try stageIsDone(stage)
          }
          return Double(first + sound)
        }
        first += sounds
      }
      gradients.all.update(repeating: 0, count: count)
      try sum.collect(into: gradients)
      return ((0..<count).map { gradients.all[$0] }, values, sum.bytesSent)
    }
  }

  @Test(arguments: [1, 2, 3, 5, 8]) func sumsInOrder(ranks: Int) throws {
    let results = try Self.summed(ranks: ranks, rounds: [4, 1, 9])
    #expect(results.count == ranks)
    for result in results {
      #expect(result.sums.map(\.bitPattern) == Self.expected(14).map(\.bitPattern))
      #expect(result.values == (0..<14).map(Double.init))
    }
  }

  /// The test can fail: backwards, the sums are others.
  @Test func anotherOrderGivesOtherSums() {
    var sums = [Float](repeating: 0, count: Self.count)
    for sound in (0..<14).reversed() {
      for (place, value) in Self.gradient(sound).enumerated() where Self.isSummed(place) { sums[place] += value }
    }
    #expect(sums != Self.expected(14))
  }

  /// Halves are the same on any number of ranks, near the sums, and half the bytes.
  @Test func halves() throws {
    let (two, three) = (
      try Self.summed(ranks: 2, rounds: [6], as: .bf16), try Self.summed(ranks: 3, rounds: [6], as: .bf16)
    )
    let expected = Self.expected(6) { value in
      let bits = value.bitPattern
      return Float(bitPattern: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) & 0xFFFF_0000)
    }
    for result in two + three { #expect(result.sums == expected) }
    #expect(try 2 * two[0].bytes == Self.summed(ranks: 2, rounds: [6])[0].bytes)
  }

  /// What is there before is gone on from.
  @Test func goesOnFromSums() throws {
    let results = try LocalWorld.run(3) { ranks in
      let sum = OrderedSum(ranks, stages: Self.stages)
      let gradients = FloatBuffer(Self.expected(2), count: Self.count)
      sum.begin(with: gradients)
      _ = try sum.add(sounds: 1, in: gradients) { _, stageIsDone in
        gradients.all.update(from: Self.gradient(2), count: Self.count)
        for stage in Self.stages.indices { try stageIsDone(stage) }
        return 0
      }
      gradients.all.update(repeating: 0, count: Self.count)
      try sum.collect(into: gradients)
      return (0..<Self.count).map { gradients.all[$0] }
    }
    for sums in results { #expect(sums == Self.expected(3)) }
  }
}
