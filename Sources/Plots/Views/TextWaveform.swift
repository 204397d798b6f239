/// A channel's samples as lines of characters: braille dots, two across and four down in each cell, or ASCII half
/// cells.
struct TextWaveform {
  /// `height` lines of `width` characters, coloured where the terminal has colours.
  let lines: [String]

  init(_ samples: [Float], width: Int, height: Int, limit: Double, terminal: TerminalCapabilities) {
    let across = terminal.unicode ? 2 : 1
    let down = terminal.unicode ? 4 : 2
    let envelope = Envelope(of: samples, columns: width * across)
    let dots = Double(height * down)
    func row(_ sample: Float) -> Int {
      min(max(Int((1 - Double(sample) / limit) / 2 * dots), 0), height * down - 1)
    }
    // What each cell shows, a bit for each dot.
    var cells = [[UInt8]](repeating: [UInt8](repeating: 0, count: width), count: height)
    for (column, (low, high)) in zip(envelope.lowest, envelope.highest).enumerated() {
      for dot in row(high)...max(row(high), row(low)) {
        cells[dot / down][column / across] |= 1 << UInt8(dot % down + down * (column % across))
      }
    }
    let (begin, end) = Self.color(terminal.graphics)
    lines = cells.map { row in begin + String(row.map(terminal.unicode ? Self.braille : Self.ascii)) + end }
  }

  /// Unicode numbers the six upper dots by columns, and the two lowest after them.
  private static func braille(_ bits: UInt8) -> Character {
    guard bits != 0 else { return " " }
    let left = bits & 0x0F
    let right = bits >> 4
    let code = (left & 7) | (right & 7) << 3 | (left >> 3) << 6 | (right >> 3) << 7
    return Character(Unicode.Scalar(0x2800 + UInt16(code)) ?? " ")
  }

  private static func ascii(_ bits: UInt8) -> Character {
    switch bits {
    case 1: "'"
    case 2: "."
    case 3: "|"
    default: " "
    }
  }

  private static func color(_ graphics: TerminalCapabilities.Graphics) -> (begin: String, end: String) {
    let color = Theme.wave
    return switch graphics {
    case .monochrome: ("", "")
    case .indexed16: ("\u{1B}[33m", "\u{1B}[0m")
    case .indexed256: ("\u{1B}[38;5;208m", "\u{1B}[0m")
    default: ("\u{1B}[38;2;\(color.red);\(color.green);\(color.blue)m", "\u{1B}[0m")
    }
  }
}
