import Testing
import Training

@Suite struct PaceTests {
  @Test func isTheSpeedOfTheLastHalfMinute() {
    var pace = Pace(done: 100, at: 50)
    var speed = pace.speed(done: 100, at: 60)
    #expect(speed == nil)
    pace = Pace(done: 100, at: 50)
    // Ten a second for a minute, then two a second.
    for tenth in 1...600 { speed = pace.speed(done: 100 + tenth, at: 50 + Double(tenth) / 10) }
    #expect(abs((speed ?? 0) - 10) < 1e-6)
    for half in 1...80 { speed = pace.speed(done: 700 + half, at: 110 + Double(half) / 2) }
    #expect(abs((speed ?? 0) - 2) < 0.1)
  }

  @Test func otherWorkDoesNotCount() {
    var pace = Pace(done: 0, at: 0)
    _ = pace.speed(done: 4, at: 2)
    pace.skip(100)
    let speed = pace.speed(done: 8, at: 104)
    #expect(abs((speed ?? 0) - 2) < 1e-9)
  }

  /// A network that takes a minute for a micro-batch is as fast as its last ones.
  @Test func slowNetworksHaveOneToo() {
    var pace = Pace(done: 0, at: 0)
    let speeds = [pace.speed(done: 0, at: 59), pace.speed(done: 1, at: 60), pace.speed(done: 2, at: 120)]
    #expect(speeds[0] == nil && speeds[1] == 1 / 60.0)
    #expect(abs((speeds[2] ?? 0) - 1 / 60.0) < 1e-9)
  }
}
