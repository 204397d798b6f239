/// A cursor over a program's UTF-8. Whether a hyphen is a minus or part of a word depends on where it stands, so the
/// parser asks for what may come: an expression's token or a command's word.
struct Lexer {
  let bytes: [UInt8]
  var position: Int
  /// Inside parentheses and brackets a line end is a space.
  var newlinesAreSpace = false

  /// A cursor at the text's beginning, behind a byte order mark.
  init(_ text: String) {
    bytes = Array(text.utf8)
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The byte at the cursor; `nil` at the end.
  var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// The byte so many behind the cursor.
  func byte(ahead offset: Int) -> UInt8? { position + offset < bytes.count ? bytes[position + offset] : nil }

  /// The text between two indices.
  func text(_ start: Int, _ end: Int) -> String { String(decoding: bytes[start..<end], as: UTF8.self) }

  /// Moves past spaces and a comment, and past line ends where they count as spaces.
  mutating func skipSpace() {
    while let byte {
      if Characters.isBlank(byte) || newlinesAreSpace && Characters.isLineEnd(byte) {
        position += 1
      } else if byte == UInt8(ascii: "#") {
        while let next = self.byte, !Characters.isLineEnd(next) { position += 1 }
      } else {
        return
      }
    }
  }

  /// Moves past spaces, comments and line ends.
  mutating func skipLines() {
    let before = newlinesAreSpace
    newlinesAreSpace = true
    skipSpace()
    newlinesAreSpace = before
  }

  /// What stands within a bare word where the names of several files have their numbers.
  private static let numberMark = Array("{n}".utf8)

  /// The end of the bare word that starts at an index: the index itself where none does.
  func wordEnd(from start: Int, excluding excluded: UInt8? = nil) -> Int {
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        if index > start, bytes[index...].starts(with: Self.numberMark) {
          index += Self.numberMark.count
          continue
        }
        guard Characters.isWordByte(byte), byte != excluded else { break }
        index += 1
      } else {
        guard let (scalar, length) = Characters.scalar(in: bytes, at: index), Characters.isWordScalar(scalar) else {
          break
        }
        index += length
      }
    }
    return index
  }

  /// The end of the name that starts at an index: letters, digits, `_`, and hyphens with a letter behind them.
  func nameEnd(from start: Int) -> Int {
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      if Characters.isLetter(byte) || byte == UInt8(ascii: "_") || index > start && Characters.isDigit(byte) {
        index += 1
      } else if byte == UInt8(ascii: "-"), index > start, index + 1 < bytes.count,
        Characters.isLetter(bytes[index + 1])
      {
        index += 2
      } else if byte >= 0x80, let (scalar, length) = Characters.scalar(in: bytes, at: index),
        Characters.isNameScalar(scalar)
      {
        index += length
      } else {
        break
      }
    }
    return index
  }

  /// The expression token at the cursor, which stays where it is.
  func token() -> Token {
    var ahead = self
    ahead.skipSpace()
    return ahead.tokenHere()
  }

  /// The expression token that begins at the cursor, where no space stands.
  private func tokenHere() -> Token {
    let start = position
    guard let byte else { return Token(kind: .end, span: Span(start: start, end: start)) }
    func token(_ kind: Token.Kind, _ end: Int) -> Token { Token(kind: kind, span: Span(start: start, end: end)) }

    if Characters.isLineEnd(byte) { return token(.lineEnd, start + 1) }
    if byte == UInt8(ascii: "\"") { return token(.quote, start + 1) }
    if byte == UInt8(ascii: "$") {
      let end = nameEnd(from: start + 1)
      return end == start + 1 ? token(.stray("$"), end) : token(.variable(text(start + 1, end)), end)
    }
    switch NumberLiteral.scan(bytes, from: start) {
    case .number(let quantity, let end):
      let wordEnd = nameEnd(from: end)
      if wordEnd > end { return token(.stray(text(start, wordEnd)), wordEnd) }
      return token(.number(quantity), end)
    case .tooLarge(let end): return token(.tooLarge, end)
    case .none: break
    }
    let end = nameEnd(from: start)
    if end > start { return token(.word(text(start, end)), end) }
    if let symbol = Symbol(byte, start + 1 < bytes.count ? bytes[start + 1] : 0) {
      return token(.symbol(symbol), start + symbol.rawValue.utf8.count)
    }
    let (scalar, length) = Characters.scalar(in: bytes, at: start) ?? ("\u{FFFD}", 1)
    return token(.stray(Characters.name(of: scalar)), start + length)
  }
}
