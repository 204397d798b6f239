import Analysis
import Testing

struct DistributionTests {
  /// 0, 1 … 10 in any order: the quantiles are the numbers themselves.
  @Test func quantilesOfElevenNumbers() throws {
    let distribution = try #require(Distribution(of: [3, 10, 0, 7, 1, 9, 2, 8, 4, 6, 5]))
    #expect(distribution.count == 11)
    #expect((distribution.low, distribution.median, distribution.high) == (1, 5, 9))
    #expect(distribution.mean == 5)
  }

  @Test func liesBetweenNeighbours() throws {
    let distribution = try #require(Distribution(of: [0, 1, 2, 4]))
    #expect(distribution.median == 1.5)
    #expect(abs(distribution.low - 0.3) < 1e-12)
    #expect(abs(distribution.high - 3.4) < 1e-12)
  }

  @Test func leavesOutWhatIsNoNumber() throws {
    #expect(Distribution(of: []) == nil)
    #expect(Distribution(of: [.nan, .infinity, -.infinity]) == nil)
    let one = try #require(Distribution(of: [.nan, 2]))
    #expect((one.count, one.low, one.median, one.high, one.mean) == (1, 2, 2, 2, 2))
  }
}
