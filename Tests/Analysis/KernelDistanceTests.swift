import Analysis
import Foundation
import Testing

struct KernelDistanceTests {
  private func kernel(_ points: [Double]) throws -> KernelDistance<Double> {
    try #require(KernelDistance(reference: points, metric: { abs($0 - $1) }))
  }

  /// Three points and two, by hand: the distances 1, 2, 3 have the median 2.
  @Test func agreesByHand() throws {
    let distance = try kernel([0, 1, 3])
    #expect(distance.bandwidth == 2)
    func k(_ difference: Double) -> Double { exp(-difference * difference / 8) }
    let within = (k(1) + k(2) + k(3)) / 3
    let across = (k(0) + k(1) + k(3) + k(2) + k(1) + k(1)) / 6
    let expected = k(2) + within - 2 * across
    #expect(abs(try #require(distance.squared(to: [0, 2])) - expected) < 1e-14)
  }

  /// The definition, over all ordered pairs, on points in two dimensions.
  @Test func agreesWithTheDefinition() throws {
    let numbers = AnalysedSounds.noise(120)
    let points = stride(from: 0, to: 120, by: 2).map { (numbers[$0], numbers[$0 + 1] * 2) }
    let (real, made) = (Array(points[..<37]), points[37...].map { ($0.0 + 0.3, $0.1) })
    func metric(_ a: (Double, Double), _ b: (Double, Double)) -> Double { hypot(a.0 - b.0, a.1 - b.1) }
    let distance = try #require(KernelDistance(reference: real, metric: metric))
    var distances: [Double] = []
    for i in real.indices { for j in real.indices where i < j { distances.append(metric(real[i], real[j])) } }
    distances.sort()
    let s = (distances[distances.count / 2 - 1] + distances[distances.count / 2]) / 2
    #expect(distances.count % 2 == 0 && abs(distance.bandwidth - s) < 1e-12)
    func mean(_ one: [(Double, Double)], _ other: [(Double, Double)], isSame: Bool) -> Double {
      var (sum, count) = (0.0, 0.0)
      for (i, a) in one.enumerated() {
        for (j, b) in other.enumerated() where !isSame || i != j {
          sum += exp(-pow(metric(a, b), 2) / (2 * s * s))
          count += 1
        }
      }
      return sum / count
    }
    let expected =
      mean(real, real, isSame: true) + mean(made, made, isSame: true) - 2 * mean(real, made, isSame: false)
    #expect(abs(try #require(distance.squared(to: made)) - expected) < 1e-12)
  }

  /// Unbiased: around 0 for sets of one distribution, whatever their sizes; far from it for another.
  @Test func isUnbiased() throws {
    let numbers = AnalysedSounds.noise(8000)
    let values = (0..<200).map { trial -> Double in
      let part = Array(numbers[(trial * 40)..<(trial * 40 + 40)])
      return (try? kernel(Array(part[..<30])).squared(to: Array(part[30...]))) ?? .nan
    }
    let mean = values.reduce(0, +) / 200
    let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 199).squareRoot()
    #expect(abs(mean) < 4 * deviation / 200.0.squareRoot(), "\(mean) of \(deviation)")
    #expect(values.contains { $0 < 0 } && values.contains { $0 > 0 })
    let far = try #require(try kernel(Array(numbers[..<30])).squared(to: numbers[30..<60].map { $0 + 3 }))
    #expect(far > 10 * deviation)
  }

  @Test func halvesAreTheSameEachTime() throws {
    let numbers = AnalysedSounds.noise(101)
    let (one, other) = (
      try #require(try kernel(numbers).betweenHalves()), try #require(try kernel(numbers).betweenHalves())
    )
    #expect(one == other)
    #expect(one.deviation > 0)
    #expect(abs(one.mean) < 2 * one.deviation)
    // Four points halve in three ways.
    let four = try kernel([0, 1, 2, 6])
    func k(_ difference: Double) -> Double { exp(-difference * difference / (2 * four.bandwidth * four.bandwidth)) }
    let ways = [
      k(1) + k(4) - (k(2) + k(6) + k(1) + k(5)) / 2, k(2) + k(5) - (k(1) + k(6) + k(1) + k(4)) / 2,
      k(6) + k(1) - (k(1) + k(2) + k(5) + k(4)) / 2,
    ]
    let halves = try #require(four.betweenHalves(splits: 400))
    #expect(abs(halves.mean - ways.reduce(0, +) / 3) < 4 * halves.deviation / 20)
  }

  @Test func tellsWhatTooFewTellNothingOf() throws {
    func make(_ points: [Double]) -> KernelDistance<Double>? {
      KernelDistance(reference: points, metric: { abs($0 - $1) })
    }
    #expect(make([]) == nil)
    #expect(make([1]) == nil)
    #expect(make([1, 1, 1]) == nil)
    let two = try kernel([0, 1])
    #expect(two.squared(to: [0]) == nil)
    #expect(two.squared(to: []) == nil)
    #expect(two.betweenHalves() == nil)
    #expect(try kernel([0, 1, 3]).betweenHalves() == nil)
    #expect(try #require(two.squared(to: [0, 1])) < 0)
  }
}
