import Foundation
import Tensors
import Testing

/// Against the C library's, in units of the last place of a double.
struct ElementaryTests {
  static let angles = (-2000...2000).map { Double($0) * 0.31 } + [0, 1e-9, 1e5, -123_456.789]

  @Test func sineAndCosine() {
    for x in Self.angles {
      #expect(abs(sine(x) - sin(x)) <= 2.3e-16, "sin \(x)")
      #expect(abs(cosine(x) - cos(x)) <= 2.3e-16, "cos \(x)")
    }
  }

  /// On either side of where the series change, and there, at odd multiples of π/4.
  @Test func aroundTheEighthsOfATurn() {
    for eighth in -33...33 {
      let place = Double(eighth) * .pi / 4
      for x in [place.nextDown, place, place.nextUp] {
        #expect(abs(sine(x) - sin(x)) <= 2.3e-16 && abs(cosine(x) - cos(x)) <= 2.3e-16, "\(x)")
      }
    }
  }

  @Test func sineOfNoNumber() {
    #expect(sine(.nan).isNaN && cosine(.infinity).isNaN)
    #expect(sine(-0.0).sign == .minus && sine(0).sign == .plus)
  }

  @Test func logarithms() {
    for x in [0x1p-53, 0x1p-24, 1e-3, 0.5, 0.7, 0.999_999, 1, 1.4, 1.5, 2, 3, 1e10] {
      #expect(abs(logarithm(x) - log(x)) <= 3e-16 * max(1, abs(log(x))), "log \(x)")
    }
  }
}
