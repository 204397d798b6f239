import Testing
import Text

@Suite struct NumbersTests {
  @Test func decimalsAsPrintf() {
    #expect(decimals(3.14159, 2) == "3.14")
    #expect(decimals(-0.04, 1) == "-0.0")
    #expect(decimals(44.1, 3, trim: true) == "44.1")
    #expect(decimals(48, 3, trim: true) == "48")
    #expect(decimals(100, 0, trim: true) == "100")
    #expect(decimals(-.infinity, 1) == "-inf")
    #expect(significant(0.0123456789, digits: 6) == "0.0123457")
  }

  @Test func fixedWithATrueMinus() {
    #expect(fixed(-0.04, decimals: 1) == "0.0")
    #expect(fixed(-1.25, decimals: 2) == "−1.25")
    #expect(fixed(12.06, decimals: 1) == "12.1")
    #expect(fixed(0.999, decimals: 2) == "1.00")
    #expect(fixed(1e300, decimals: 2) == "1e+300")
    #expect(fixed(.nan, decimals: 2) == "nan")
  }

  @Test func shortestWithoutAPoint() {
    #expect(shortest(48) == "48")
    #expect(shortest(-40.5) == "-40.5")
    #expect(shortest(-.infinity) == "-inf")
  }

  @Test func countsTakeAnS() {
    #expect(counted(1, "sound") == "1 sound")
    #expect([0, 2, -1].map { counted($0, "sound") } == ["0 sounds", "2 sounds", "-1 sounds"])
  }

  @Test func largeCounts() {
    #expect(
      [31_612_345, 1_000_000, 999_999, 10_000, 9999, 0].map(millions) == [
        "31.6 M", "1.0 M", "1000 k", "10 k", "9999", "0",
      ])
  }
}
