import Analysis
import Testing

@Suite struct MelScaleTests {
  @Test func isTheHTKScale() {
    #expect(abs(MelScale.mel(700) - 781.1728) < 1e-3)
    #expect(MelScale.mel(0) == 0)
    for hertz in [20.0, 440, 22050] { #expect(abs(MelScale.hertz(MelScale.mel(hertz)) - hertz) < 1e-8 * hertz) }
  }

  /// Slaney's norm gives each filter an area of about 1 over frequency, once it is wide enough for the bins to follow
  /// its shape.
  @Test func filtersHaveUnitArea() {
    let filters = MelScale.filters(count: 80, bins: 513, highest: 22050)
    #expect(filters.count == 80)
    for filter in filters.dropFirst(40) {
      let area = filter.weights.reduce(Float(0), +) * 22050 / 512
      #expect(abs(area - 1) < 0.02)
    }
    #expect(filters.allSatisfy { $0.first + $0.weights.count <= 513 })
    #expect(zip(filters.dropFirst(20), filters.dropFirst(21)).allSatisfy { $0.first <= $1.first })
  }
}
