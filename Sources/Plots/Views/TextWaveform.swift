/// A channel's samples as lines of characters, in dots.
struct TextWaveform {
  /// `height` lines of `width` characters, coloured where the terminal has colours.
  let lines: [String]

  init(_ samples: [Float], width: Int, height: Int, limit: Double, terminal: TerminalCapabilities) {
    var dots = TextDots(width: width, height: height, unicode: terminal.unicode)
    let envelope = Envelope(of: samples, columns: width * dots.across)
    let rows = height * dots.down
    func row(_ sample: Float) -> Int {
      min(max(Int((1 - Double(sample) / limit) / 2 * Double(rows)), 0), rows - 1)
    }
    for (column, (low, high)) in zip(envelope.lowest, envelope.highest).enumerated() {
      dots.set(column: column, rows: row(high)...max(row(high), row(low)))
    }
    let (begin, end) = Self.color(terminal.graphics)
    lines = (0..<height).map { begin + String(dots.characters(row: $0)) + end }
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
