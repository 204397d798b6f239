import Foundation
import Networks
import Testing

struct ExponentialTests {
  /// Against the C library in double; 2.4e-7 is two units in the last place.
  @Test func agreesWithTheLibrary() {
    for step in 0...200_000 {
      let x = -87 + Float(step) * (175 / 200_000)
      let expected = exp(Double(x))
      #expect(abs(Double(exponential(x)) - expected) <= 2.4e-7 * expected)
    }
  }

  @Test func endsAreFiniteAndNaNStaysNaN() {
    #expect(exponential(-.infinity) > 0)
    #expect(exponential(.infinity).isFinite)
    #expect(exponential(.nan).isNaN)
    #expect(exponential(0) == 1)
  }

  @Test func activationsHaveTheirKnownValues() {
    #expect(activated([0, 1, -1, 100, -100]).map { ($0 * 1e6).rounded() / 1e6 } == [0, 0.731059, -0.268941, 100, 0])
    #expect(abs(gelu(1) - 0.841_344_7) < 1e-6)
    #expect(abs(gelu(-2) + 0.045_500_26) < 1e-6)
  }
}
