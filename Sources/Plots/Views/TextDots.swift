/// Dots in cells of characters: braille, two across and four down in each cell, or ASCII half cells.
struct TextDots {
  /// Dots of a cell.
  let across, down: Int
  /// What each cell shows, a bit for each dot: [height × width].
  private(set) var cells: [[UInt8]]
  private let unicode: Bool

  init(width: Int, height: Int, unicode: Bool) {
    (across, down, self.unicode) = (unicode ? 2 : 1, unicode ? 4 : 2, unicode)
    cells = [[UInt8]](repeating: [UInt8](repeating: 0, count: width), count: height)
  }

  /// Sets the dots of a column, which are counted from the left, between two rows of dots, counted from the top.
  mutating func set(column: Int, rows: ClosedRange<Int>) {
    for dot in rows {
      cells[dot / down][column / across] |= 1 << UInt8(dot % down + down * (column % across))
    }
  }

  /// The characters of a row of cells.
  func characters(row: Int) -> [Character] { cells[row].map(unicode ? Self.braille : Self.ascii) }

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
}
