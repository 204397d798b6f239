import Testing
import Text

@Suite struct UnitsTests {
  @Test func sizes() {
    #expect([508_900_000, 6_740_000, 44_400, 999].map { size($0) } == ["509 MB", "6.7 MB", "44 kB", "999 bytes"])
    #expect(
      [508_900_000, 6_740_000, 44_900, 999].map { size($0, whole: true) } == ["508 MB", "6 MB", "44 kB", "999 bytes"])
  }

  @Test func timesToThreeDigits() {
    #expect([0, 0.7434, 7.434, 59.94].map { time($0) } == ["0 s", "0.743 s", "7.43 s", "59.9 s"])
    #expect([59.95, 125, 3600, 10_800].map { time($0) } == ["1 min 0 s", "2 min 5 s", "1 h 0 min", "3 h 0 min"])
    #expect(time(.infinity).hasSuffix("min"))
  }

  @Test func timesOfFrames() {
    #expect(time(frames: 33_075, rate: 44_100) == "0.75 s")
    #expect(time(frames: 44_100, rate: 44_100) == "1 s")
    #expect(time(frames: 0, rate: 44_100) == "0 s")
    #expect([1, 2].map { time(frames: $0, rate: 44_100) } == ["1 frame", "2 frames"])
  }

  @Test func columns() {
    #expect("peak".padded(to: 6) == "peak  ")
    #expect("-6 dB".padded(to: 8, atStart: true) == "   -6 dB")
    #expect("longer".padded(to: 3) == "longer")
  }
}
