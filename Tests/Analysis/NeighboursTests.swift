import Analysis
import Testing

struct NeighboursTests {
  private let points = [5.0, 1, 9, 2, 1]
  private func metric(_ one: Double, _ other: Double) -> Double { abs(one - other) }

  @Test func findsTheNearest() throws {
    let nearest = try #require(Neighbours.nearest(to: 1.2, among: points, metric: metric))
    #expect(nearest.index == 1)
    #expect(abs(nearest.distance - 0.2) < 1e-12)
    let other = try #require(Neighbours.nearest(to: 1.2, among: points, metric: metric) { $0 != 1 && $0 != 4 })
    #expect(other.index == 3)
    #expect(Neighbours.nearest(to: 1, among: points, metric: metric) { _ in false } == nil)
    #expect(Neighbours.nearest(to: 1, among: [], metric: metric) == nil)
  }

  @Test func meansTheNearest() {
    func mean(_ count: Int, where counts: (Int) -> Bool = { _ in true }) -> Double? {
      Neighbours.meanDistance(to: 0, nearest: count, of: points, metric: metric, where: counts)
    }
    #expect(mean(1) == 1)
    #expect(mean(3) == 4 / 3.0)
    #expect(mean(5) == 18 / 5.0)
    #expect(mean(3) { $0 != 1 } == 8 / 3.0)
    #expect(mean(5) { $0 != 1 } == nil)
    #expect(mean(0) == nil)
    #expect(mean(6) == nil)
  }
}
