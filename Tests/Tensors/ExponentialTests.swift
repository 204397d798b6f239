import Foundation
import Tensors
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
}
