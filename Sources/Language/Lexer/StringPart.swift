extension Lexer {
  /// What a string holds at the cursor.
  enum StringPart: Equatable {
    /// Some of its text, in UTF-8, with escapes resolved.
    case text([UInt8])
    /// The brace before an expression.
    case brace
    /// The quotation mark that closes it.
    case end
    /// The line ends before the string does.
    case unclosed
    /// What can't stand in a string.
    case fault(StringFault, Span)
  }

  /// Why something can't stand in a string.
  enum StringFault: Equatable {
    case control(UInt8)
    /// A backslash before what it says nothing of.
    case escape
    /// `\u` without the number of a character.
    case character
  }

  /// Reads on in a string. The cursor moves behind the part, but stays at a brace and where the line ends.
  mutating func stringPart() -> StringPart {
    guard let byte, !Characters.isLineEnd(byte) else { return .unclosed }
    switch byte {
    case UInt8(ascii: "\""):
      position += 1
      return .end
    case UInt8(ascii: "{"): return .brace
    case UInt8(ascii: "\\"): return escape()
    case _ where Self.isPlain(byte):
      let start = position
      while let next = self.byte, Self.isPlain(next) { position += 1 }
      return .text(Array(bytes[start..<position]))
    default:
      position += 1
      return .fault(.control(byte), Span(start: position - 1, end: position))
    }
  }

  /// Whether a byte stands for itself in a string.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "\\"), 0x7F: false
    default: byte >= 0x20 || byte == 0x09
    }
  }

  /// What the backslash at the cursor and the letter behind it stand for.
  private mutating func escape() -> StringPart {
    let start = position
    let letter = byte(ahead: 1)
    switch letter {
    case UInt8(ascii: "n"):
      position += 2
      return .text([0x0A])
    case UInt8(ascii: "t"):
      position += 2
      return .text([0x09])
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "}"):
      position += 2
      return .text([bytes[position - 1]])
    case UInt8(ascii: "u") where byte(ahead: 2) == UInt8(ascii: "{"): return numberedCharacter()
    default:
      let isOneByte = letter.map { $0 < 0x80 && !Characters.isLineEnd($0) } ?? false
      position += isOneByte ? 2 : 1
      return .fault(.escape, Span(start: start, end: position))
    }
  }

  /// The character of `\u{…}` at the cursor.
  private mutating func numberedCharacter() -> StringPart {
    let start = position
    let digits = bytes[(start + 3)...].prefix(9).prefix { $0 != UInt8(ascii: "}") }
    let end = start + 3 + digits.count
    position = min(end + 1, bytes.count)
    guard end < bytes.count, bytes[end] == UInt8(ascii: "}"), digits.count <= 8,
      digits.allSatisfy({ Characters.isDigit($0) || Characters.isLetter($0) }),
      let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16), let scalar = Unicode.Scalar(code)
    else {
      let span = Span(start: start, end: position)
      // What follows is read as text by whoever goes on.
      position = start + 3
      return .fault(.character, span)
    }
    return .text(Array(String(Character(scalar)).utf8))
  }
}
