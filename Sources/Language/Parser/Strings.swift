extension Parser {
  /// A string whose opening quotation mark lies before the cursor; `{…}` in it holds any expression.
  mutating func string(from opener: Span) throws(Diagnostic) -> Expression {
    var pieces: [Expression.Piece] = []
    var text: [UInt8] = []
    var height = 0
    func isUnclosed() -> Diagnostic {
      let hint =
        strings > 0
        ? "\" is missing, or a { before it is only text: that is written \\{"
        : "\" is missing at its end; a line break in it is \\n"
      return failure("this string is never closed", hint: hint, at: opener)
    }
    while true {
      guard let byte = lexer.byte, !Characters.isLineEnd(byte) else { throw isUnclosed() }
      switch byte {
      case UInt8(ascii: "\""):
        lexer.position += 1
        if !text.isEmpty || pieces.isEmpty { pieces.append(.text(String(decoding: text, as: UTF8.self))) }
        if pieces.count == 1, case .text(let whole)? = pieces.first {
          let span = Span(start: opener.start, end: lexer.position)
          return Expression(kind: .literal(.string(whole)), span: span, height: 1)
        }
        return try node(.interpolation(pieces), from: opener.start, height: height)
      case UInt8(ascii: "\\"):
        text += try escape()
      case UInt8(ascii: "{"):
        if !text.isEmpty { pieces.append(.text(String(decoding: text, as: UTF8.self))) }
        text = []
        let value = try interpolated(in: opener)
        height = max(height, value.height)
        pieces.append(.value(value))
      case 0..<0x20 where byte != 0x09, 0x7F:
        let name = Characters.name(of: UnicodeScalar(byte))
        throw failure(
          "\(name) can't stand in a string", hint: "write \\u{\(String(byte, radix: 16))} for it", at: here(1))
      default:
        text.append(byte)
        lexer.position += 1
      }
    }
  }

  private mutating func interpolated(in opener: Span) throws(Diagnostic) -> Expression {
    try enter()
    defer { depth -= 1 }
    let newlinesWereSpace = lexer.newlinesAreSpace
    lexer.newlinesAreSpace = false
    let brace = here(1)
    strings += 1
    defer { strings -= 1 }
    lexer.position += 1
    let next = lexer.token()
    if next.kind == .symbol(.closeBrace) {
      throw failure("an expression should stand between { and }", hint: "a brace itself is \\{", at: brace)
    }
    let value = try expression()
    let token = lexer.token()
    guard token.kind == .symbol(.closeBrace) else {
      throw failure(
        "} should stand here, not \(describe(token))", hint: "a brace that is only text is \\{", at: token.span)
    }
    lexer.position = token.span.end
    lexer.newlinesAreSpace = newlinesWereSpace
    return value
  }

  /// The bytes that `\…` at the cursor stands for.
  private mutating func escape() throws(Diagnostic) -> [UInt8] {
    let start = lexer.position
    let letter = lexer.byte(ahead: 1)
    lexer.position += 2
    switch letter {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "}"): return [letter ?? 0]
    case UInt8(ascii: "u") where lexer.byte == UInt8(ascii: "{"):
      let digits = lexer.bytes[(lexer.position + 1)...].prefix(9).prefix { $0 != UInt8(ascii: "}") }
      let end = lexer.position + 1 + digits.count
      if end < lexer.bytes.count, lexer.bytes[end] == UInt8(ascii: "}"), digits.count <= 8,
        digits.allSatisfy({ Characters.isDigit($0) || Characters.isLetter($0) }),
        let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16), let scalar = Unicode.Scalar(code)
      {
        lexer.position = end + 1
        return Array(String(Character(scalar)).utf8)
      }
      throw failure(
        "this is no character", hint: "a character is written by its hexadecimal number: \\u{1F941}",
        at: Span(start: start, end: min(end + 1, lexer.bytes.count)))
    default:
      let length = letter.map { $0 < 0x80 && !Characters.isLineEnd($0) ? 2 : 1 } ?? 1
      throw failure(
        "this escape means nothing", hint: "there are \\n \\t \\\" \\\\ \\{ \\} and \\u{…}; a backslash itself is \\\\",
        at: Span(start: start, end: start + length))
    }
  }
}
