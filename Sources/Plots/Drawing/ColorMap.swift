import Glibc

/// A colour of 8 bits per channel.
package struct Color: Sendable, Equatable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// A pixel as cairo stores it in RGB24 and ARGB32, opaque.
  var pixel: UInt32 { 0xFF00_0000 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue) }
}

/// Colours for loudness, from near black through violet, red and orange to pale yellow. Lightness rises evenly along
/// the map in Oklab (Ottosson 2020), so that equal steps in dB look equal, in print and to the colour-blind as well.
package enum ColorMap {
  /// The colour at `value` in 0…1; values outside take the end's.
  package static func color(_ value: Float) -> Color {
    guard value > 0 else { return table[0] }
    return table[min(Int(min(value, 1) * 255 + 0.5), 255)]
  }

  private static let table: [Color] = (0..<256).map { index in
    let value = Double(index) / 255
    return color(
      lightness: 0.135 + (0.975 - 0.135) * value,
      chroma: interpolate([0.035, 0.115, 0.165, 0.19, 0.19, 0.17, 0.145, 0.13, 0.06], at: value),
      hue: interpolate([282, 291, 308, 338, 376, 403, 428, 449, 462], at: value))
  }

  /// The values lie evenly on 0…1; between them goes a smooth curve (Catmull-Rom), past which no edge shows in the
  /// picture.
  private static func interpolate(_ values: [Double], at position: Double) -> Double {
    let place = position * Double(values.count - 1)
    let index = min(Int(place), values.count - 2)
    let t = place - Double(index)
    let (b, c) = (values[index], values[index + 1])
    let a = index > 0 ? values[index - 1] : 2 * b - c
    let d = index + 2 < values.count ? values[index + 2] : 2 * c - b
    return b + t / 2 * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
  }

  /// Chroma gives way where the screen cannot show it at this lightness.
  private static func color(lightness: Double, chroma: Double, hue: Double) -> Color {
    var chroma = chroma
    for _ in 0..<200 {
      let rgb = linear(lightness, chroma * cos(hue * .pi / 180), chroma * sin(hue * .pi / 180))
      if rgb.allSatisfy({ (-0.0005...1.0005).contains($0) }) {
        let bytes = rgb.map { UInt8(min(max(gamma($0) * 255, 0), 255).rounded()) }
        return Color(bytes[0], bytes[1], bytes[2])
      }
      chroma *= 0.98
    }
    let grey = UInt8(min(max(gamma(lightness * lightness * lightness) * 255, 0), 255).rounded())
    return Color(grey, grey, grey)
  }

  /// Oklab to linear sRGB.
  private static func linear(_ lightness: Double, _ a: Double, _ b: Double) -> [Double] {
    let l = pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3)
    let m = pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3)
    let s = pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3)
    return [
      4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
      -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
      -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
    ]
  }

  private static func gamma(_ value: Double) -> Double {
    value <= 0.0031308 ? 12.92 * max(0, value) : 1.055 * pow(value, 1 / 2.4) - 0.055
  }
}

/// The colours of figures.
enum Theme {
  static let background = Color(0x14, 0x11, 0x1A)
  static let plot = Color(0x1B, 0x17, 0x23)
  static let frame = Color(0x4A, 0x43, 0x57)
  static let grid = Color(0x3A, 0x34, 0x46)
  static let text = Color(0xEE, 0xE9, 0xF4)
  static let quiet = Color(0xA9, 0xA0, 0xB8)
  static let wave = ColorMap.color(0.58)
  static let body = ColorMap.color(0.80)
}
