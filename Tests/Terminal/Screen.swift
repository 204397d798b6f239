/// What a terminal shows: the small part of a VT100 that libedit and drumlin use.
struct Screen {
  /// A character, and the parameter of the SGR sequence that it has its colour from; 0 for none.
  private struct Cell {
    var text = " "
    var colour = 0
  }

  private(set) var columns: Int
  private(set) var rows: Int
  /// All lines since the start, those that have scrolled off too; a wide character is followed by an empty cell.
  private var lines: [[Cell]] = [[]]
  private var colour = 0
  private var row = 0
  private var column = 0
  private var escape: [UInt8]?
  private var pending: [UInt8] = []
  /// Whether the last column was just filled: the next character goes to the next line.
  private var isWrapping = false
  /// How often the bell rang.
  private(set) var bells = 0
  /// The private modes that are on, such as 2004 for bracketed paste.
  private(set) var modes: Set<Int> = []

  init(columns: Int, rows: Int) {
    self.columns = columns > 0 ? columns : 80
    self.rows = rows > 0 ? rows : 24
  }

  /// All lines so far without trailing spaces.
  var text: [String] { lines.map(Self.line) }

  /// The line that the cursor is in.
  var cursorLine: String { lines.indices.contains(row) ? Self.line(lines[row]) : "" }

  /// The cursor's column, counted from 0.
  var cursorColumn: Int { column }

  /// The pieces of all lines that have a colour.
  func pieces(in colour: Int) -> [String] {
    lines.flatMap { line in
      line.split { $0.colour != colour }.map { piece in piece.map(\.text).joined() }
    }
  }

  /// All lines so far without what has a colour, and without trailing spaces.
  func text(without colour: Int) -> [String] { lines.map { Self.line($0.filter { $0.colour != colour }) } }

  private static func line(_ cells: [Cell]) -> String {
    var text = cells.map(\.text)
    while text.last == " " { text.removeLast() }
    return text.joined()
  }

  /// The window has another size; a terminal that does not wrap its lines anew.
  mutating func resize(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    column = min(column, columns - 1)
    isWrapping = false
  }

  mutating func feed(_ bytes: some Sequence<UInt8>) { for byte in bytes { feed(byte) } }

  private mutating func feed(_ byte: UInt8) {
    if var sequence = escape {
      sequence.append(byte)
      escape = sequence
      finishEscape(sequence)
      return
    }
    switch byte {
    case 0x1B: escape = []
    case 0x07: bells += 1
    case 0x08: moveTo(column - 1)
    case 0x09: moveTo(min(column / 8 * 8 + 8, columns - 1))
    case 0x0A: lineFeed()
    case 0x0D: moveTo(0)
    case 0..<0x20: break
    default:
      pending.append(byte)
      let length: Int =
        switch pending[0] {
        case 0xF0...: 4
        case 0xE0...: 3
        case 0xC0...: 2
        default: 1
        }
      guard pending.count >= length else { return }
      for character in String(decoding: pending, as: UTF8.self) { put(character) }
      pending = []
    }
  }

  private mutating func finishEscape(_ sequence: [UInt8]) {
    guard sequence.first == UInt8(ascii: "[") else {
      escape = nil
      return
    }
    guard let last = sequence.dropFirst().last, (0x40...0x7E).contains(last) else { return }
    escape = nil
    let body = String(decoding: sequence.dropFirst().dropLast(), as: UTF8.self)
    let numbers = body.drop { $0 == "?" }.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    let count = max(1, numbers.first ?? 1)
    switch Character(Unicode.Scalar(last)) {
    case "A": row = max(0, row - count)
    case "B": row = min(lines.count - 1, row + count)
    case "C": moveTo(column + count)
    case "D": moveTo(column - count)
    case "G": moveTo(count - 1)
    case "H":
      row = max(0, lines.count - rows) + count - 1
      moveTo(numbers.count > 1 ? max(1, numbers[1]) - 1 : 0)
      while lines.count <= row { lines.append([]) }
    case "J" where body == "2": lines = Array(repeating: [], count: lines.count)
    case "J":
      eraseLine(from: column)
      lines.removeSubrange((row + 1)...)
    case "K": eraseLine(from: column)
    case "m": colour = numbers.last ?? 0
    case "P": if column < lines[row].count { lines[row].removeSubrange(column..<min(column + count, lines[row].count)) }
    case "@":
      pad(to: column)
      lines[row].insert(contentsOf: Array(repeating: Cell(), count: count), at: column)
      if lines[row].count > columns { lines[row].removeSubrange(columns...) }
    case "h" where body.hasPrefix("?"): modes.formUnion(numbers)
    case "l" where body.hasPrefix("?"): modes.subtract(numbers)
    default: break
    }
  }

  private mutating func put(_ character: Character) {
    let scalar = character.unicodeScalars.first?.value ?? 0
    if character.unicodeScalars.first?.properties.generalCategory == .nonspacingMark {
      if column > 0, column <= lines[row].count { lines[row][column - 1].text.append(character) }
      return
    }
    let width = (0x2E80...0xFFDC).contains(scalar) || scalar >= 0x1F300 ? 2 : 1
    if isWrapping || column + width > columns {
      lineFeed()
      moveTo(0)
    }
    pad(to: column + width)
    lines[row][column] = Cell(text: String(character), colour: colour)
    if width == 2 { lines[row][column + 1] = Cell(text: "", colour: colour) }
    column += width
    if column >= columns {
      column = columns - 1
      isWrapping = true
    }
  }

  private mutating func moveTo(_ target: Int) {
    column = min(max(0, target), columns - 1)
    isWrapping = false
  }

  private mutating func lineFeed() {
    row += 1
    if row == lines.count { lines.append([]) }
    isWrapping = false
  }

  private mutating func pad(to width: Int) {
    while lines[row].count < width { lines[row].append(Cell()) }
  }

  private mutating func eraseLine(from column: Int) {
    if column < lines[row].count { lines[row].removeSubrange(column...) }
  }
}
