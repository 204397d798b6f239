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
      switch lexer.stringPart() {
      case .text(let bytes): text += bytes
      case .brace:
        if !text.isEmpty { pieces.append(.text(String(decoding: text, as: UTF8.self))) }
        text = []
        let value = try interpolated(in: opener)
        height = max(height, value.height)
        pieces.append(.value(value))
      case .end:
        if !text.isEmpty || pieces.isEmpty { pieces.append(.text(String(decoding: text, as: UTF8.self))) }
        if pieces.count == 1, case .text(let whole)? = pieces.first {
          let span = Span(start: opener.start, end: lexer.position)
          return Expression(kind: .literal(.string(whole)), span: span, height: 1)
        }
        return try node(.interpolation(pieces), from: opener.start, height: height)
      case .unclosed: throw isUnclosed()
      case .fault(let fault, let span): throw failure(fault, at: span)
      }
    }
  }

  /// The message about what can't stand in a string.
  private func failure(_ fault: Lexer.StringFault, at span: Span) -> Diagnostic {
    switch fault {
    case .control(let byte):
      failure(
        "\(Characters.name(of: UnicodeScalar(byte))) can't stand in a string",
        hint: "write \\u{\(String(byte, radix: 16))} for it", at: span)
    case .character:
      failure(
        "this is no character", hint: "a character is written by its hexadecimal number: \\u{1F941}", at: span)
    case .escape:
      failure(
        "this escape means nothing", hint: "there are \\n \\t \\\" \\\\ \\{ \\} and \\u{…}; a backslash itself is \\\\",
        at: span)
    }
  }

  /// The expression between the brace at the cursor and the one that closes it.
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
    let value: Expression
    do {
      value = try expression()
    } catch {
      guard case .word(let word) = next.kind, lexer.bytes[next.span.end...].first == UInt8(ascii: "}") else {
        throw error
      }
      throw failure(
        error.message, hint: "braces that are only text are \\{\(word)\\}; a variable has its $: {$\(word)}",
        at: next.span)
    }
    let token = lexer.token()
    guard token.kind == .symbol(.closeBrace) else {
      throw failure(
        "} should stand here, not \(describe(token))", hint: "a brace that is only text is \\{", at: token.span)
    }
    lexer.position = token.span.end
    lexer.newlinesAreSpace = newlinesWereSpace
    return value
  }
}
