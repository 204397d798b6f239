import Glibc

/// How a curve is told from the others: by a colour and by a mark.
///
/// The colours are those of M. Okabe and K. Ito ("Color Universal Design", 2008), which the colour-blind can tell apart
/// too, with a light one in the place of black, since the ground is dark.
struct CurveStyle: Sendable {
  let color: Color
  /// The nearest of a terminal's 16 colours, as in ESC [ code m.
  private let code: Int
  /// The mark as a character, in Unicode and in ASCII.
  let mark, letter: Character
  /// The mark's corners about its middle, in parts of its size; none for a disc.
  private let corners: [(x: Double, y: Double)]
  private let isFilled: Bool

  private init(
    _ color: Color, _ code: Int, _ mark: Character, _ letter: Character, _ corners: [(x: Double, y: Double)],
    isFilled: Bool
  ) {
    (self.color, self.code, self.mark, self.letter, self.corners) = (color, code, mark, letter, corners)
    self.isFilled = isFilled
  }

  private static let square = [(x: -0.8, y: -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)]
  private static let triangle = [(x: 0.0, y: -1.1), (1.05, 0.75), (-1.05, 0.75)]
  private static let diamond = [(x: 0.0, y: -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)]

  /// The styles, in the order in which curves take them.
  static let all = [
    CurveStyle(Color(0xE6, 0x9F, 0x00), 33, "●", "a", [], isFilled: true),
    CurveStyle(Color(0x56, 0xB4, 0xE9), 96, "■", "b", square, isFilled: true),
    CurveStyle(Theme.text, 97, "▲", "c", triangle, isFilled: true),
    CurveStyle(Color(0x00, 0x9E, 0x73), 32, "◆", "d", diamond, isFilled: true),
    CurveStyle(Color(0xCC, 0x79, 0xA7), 95, "○", "e", [], isFilled: false),
    CurveStyle(Color(0xF0, 0xE4, 0x42), 93, "□", "f", square, isFilled: false),
    CurveStyle(Color(0xD5, 0x5E, 0x00), 31, "△", "g", triangle, isFilled: false),
    CurveStyle(Color(0x00, 0x72, 0xB2), 34, "◇", "h", diamond, isFilled: false),
  ]

  /// Draws the mark around a place.
  func draw(x: Double, y: Double, size: Double, on canvas: Canvas) {
    let disc = (0..<16).map { (x: cos(Double($0) * .pi / 8), y: sin(Double($0) * .pi / 8)) }
    func outline(_ size: Double) -> [(x: Double, y: Double)] {
      (corners.isEmpty ? disc : corners).map { (x + $0.x * size, y + $0.y * size) }
    }
    // A rim of the ground's colour sets it off from the lines.
    canvas.fill(outline(size * 1.4), Theme.plot)
    canvas.fill(outline(size), color)
    if !isFilled { canvas.fill(outline(size * 0.55), Theme.plot) }
  }

  /// What a terminal takes to write in the colour.
  func escape(_ graphics: TerminalCapabilities.Graphics) -> String {
    switch graphics {
    case .monochrome: ""
    case .indexed16: "\u{1B}[\(code)m"
    case .indexed256: "\u{1B}[38;5;\(cube)m"
    default: "\u{1B}[38;2;\(color.red);\(color.green);\(color.blue)m"
    }
  }

  /// The colour of a terminal's cube of 6 × 6 × 6 that is nearest channel by channel.
  private var cube: Int {
    let steps = [0, 95, 135, 175, 215, 255]
    func nearest(_ channel: UInt8) -> Int {
      steps.indices.min { abs(steps[$0] - Int(channel)) < abs(steps[$1] - Int(channel)) } ?? 0
    }
    return 16 + 36 * nearest(color.red) + 6 * nearest(color.green) + nearest(color.blue)
  }
}
