import Foundation
import Plots
import Testing

@Suite struct ColorMapTests {
  /// CIE lightness, computed apart from the map's own Oklab.
  private func lightness(_ color: Color) -> Double {
    func linear(_ byte: UInt8) -> Double {
      let value = Double(byte) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let y = 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
    return y > 0.008856 ? 116 * cbrt(y) - 16 : 903.3 * y
  }

  @Test func growsLighterAllTheWay() {
    let steps = (0...64).map { lightness(ColorMap.color(Float($0) / 64)) }
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $1 > $0 })
    #expect(steps[0] < 5 && steps[64] > 92)
    // Evenly: no eighth of the map has twice its share of the lightness.
    for index in stride(from: 0, to: 64, by: 8) { #expect(steps[index + 8] - steps[index] < 2 * 95 / 8) }
  }

  @Test func takesValuesBeyondItsEnds() {
    #expect(ColorMap.color(-3) == ColorMap.color(0))
    #expect(ColorMap.color(7) == ColorMap.color(1))
    #expect(ColorMap.color(.nan) == ColorMap.color(0))
    #expect(ColorMap.color(.infinity) == ColorMap.color(1))
  }
}
