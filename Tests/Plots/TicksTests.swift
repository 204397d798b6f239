import Analysis
import Plots
import Testing

@Suite struct TicksTests {
  private func labels(_ ticks: [Tick]) -> [String] { ticks.map(\.label) }

  @Test func areRoundNumbers() {
    #expect(labels(Ticks.linear(-1...1, atMost: 4)) == ["−1.0", "−0.5", "0.0", "0.5", "1.0"])
    #expect(labels(Ticks.linear(-49.3...30.7, atMost: 5)) == ["−40", "−20", "0", "20"])
    #expect(Ticks.linear(-40...40, atMost: 4).map(\.position) == [0, 0.25, 0.5, 0.75, 1])
    #expect(labels(Ticks.linear(0...0.03, atMost: 3)) == ["0.00", "0.01", "0.02", "0.03"])
    #expect(Ticks.linear(1...1, atMost: 4).isEmpty)
  }

  @Test func tellTimeAsPeopleDo() {
    #expect(Ticks.time(0...0.743, atMost: 8).unit == "s")
    #expect(labels(Ticks.time(0...0.743, atMost: 8).ticks) == ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"])
    #expect(Ticks.time(0...0.02, atMost: 4).unit == "ms")
    #expect(labels(Ticks.time(0...0.02, atMost: 4).ticks) == ["0", "5", "10", "15", "20"])
    #expect(Ticks.time(0...300, atMost: 6).unit == "min")
    #expect(labels(Ticks.time(0...300, atMost: 5).ticks) == ["0:00", "1:00", "2:00", "3:00", "4:00", "5:00"])
    #expect(Ticks.time(0...0, atMost: 4).ticks.isEmpty)
    #expect(Ticks.time(0...1e7, atMost: 9).ticks.count <= 11)
  }

  /// A part of a sound has the times that it has in the whole.
  @Test func tellWhereAPartLies() {
    let axis = Ticks.time(0.25...0.35, atMost: 4)
    #expect(axis.unit == "s" && labels(axis.ticks) == ["0.25", "0.30", "0.35"])
    #expect(axis.ticks.map { ($0.position * 100).rounded() } == [0, 50, 100])
    let late = Ticks.time(131...131.5, atMost: 4)
    #expect(late.unit == "s" && labels(late.ticks) == ["131.0", "131.2", "131.4"])
    #expect(labels(Ticks.time(0.01...0.03, atMost: 4).ticks) == ["10", "15", "20", "25", "30"])
  }

  @Test func standOnTheMelScale() {
    let axis = FrequencyAxis(.mel, 0...22050)
    let ticks = axis.ticks(gap: 0.01)
    #expect(labels(ticks) == ["20", "50", "100", "200", "500", "1k", "2k", "5k", "10k", "20k"])
    for (tick, hertz) in zip(ticks, [20.0, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000]) {
      #expect(abs(tick.position - MelScale.mel(hertz) / MelScale.mel(22050)) < 1e-12)
    }
    let few = axis.ticks(gap: 0.2)
    #expect(zip(few, few.dropFirst()).allSatisfy { $1.position - $0.position >= 0.2 })
    #expect(labels(few).contains("1k") && labels(few).contains("10k"))
    // Of 9 rows, as a terminal of 80 × 24 has them, one tells what is low.
    #expect(labels(axis.ticks(gap: 1 / 9.0)) == ["200", "1k", "2k", "5k", "10k", "20k"])
  }

  @Test func standByOctaves() {
    let axis = FrequencyAxis(.octaves, 20...20_480)
    #expect(labels(axis.ticks(gap: 0.05)) == ["20", "50", "100", "200", "500", "1k", "2k", "5k", "10k", "20k"])
    #expect(abs(axis.position(of: 640) - 0.5) < 1e-12)
    // Between two decades there are round values too.
    #expect(labels(FrequencyAxis(.octaves, 30...90).ticks(gap: 0.05)).count >= 3)
  }
}
