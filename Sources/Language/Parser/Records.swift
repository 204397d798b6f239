extension Parser {
  /// `{ … }`: fields with commas between them, each a name or a string, a colon and a value.
  mutating func record() throws(Diagnostic) -> Expression {
    let start = lexer.position
    records.insert(start)
    let entries = try bracketed(UInt8(ascii: "}")) { (parser) throws(Diagnostic) in
      var entries: [Expression.Entry] = []
      while true {
        parser.lexer.skipSpace()
        if parser.lexer.byte == UInt8(ascii: "}") { return entries }
        entries.append(try parser.entry(isFirst: entries.isEmpty))
        let token = parser.lexer.token()
        if token.kind == .symbol(.comma) {
          parser.lexer.position = token.span.end
        } else if token.kind != .symbol(.closeBrace) {
          throw parser.separatorMissing(before: token, or: "}", between: "fields")
        }
      }
    }
    let height = entries.reduce(0) { max($0, $1.name.height, $1.value.height) }
    return try node(.record(entries), from: start, height: height)
  }

  /// A field: its name, a colon and its value.
  private mutating func entry(isFirst: Bool) throws(Diagnostic) -> Expression.Entry {
    let token = lexer.token()
    let name: Expression
    switch token.kind {
    case .word(let word):
      lexer.position = token.span.end
      name = Expression(kind: .literal(.string(word)), span: token.span, height: 1)
    case .quote:
      lexer.position = token.span.end
      name = try string(from: token.span)
    case .variable(let variable):
      throw failure(
        "a field's name should stand here, not $\(variable)", hint: "a variable as a name: {\"{$\(variable)}\": …}",
        at: token.span)
    case .number:
      throw failure(
        "a field's name should stand here, not a number", hint: "a name that is no word stands in quotes: {\"1\": …}",
        at: token.span)
    case .symbol(.range):
      throw failure(
        "a field's name should stand here, not \(describe(token))", hint: "records are merged by +: $a + {name: value}",
        at: token.span)
    case .end, .tooLarge: throw unexpected(token, wanting: "a field's name")
    default:
      throw failure(
        "a field's name should stand here, not \(describe(token))", hint: recordHint(isFirst), at: token.span)
    }
    lexer.skipSpace()
    guard lexer.byte == UInt8(ascii: ":") else {
      let token = lexer.token()
      if token.kind == .end { throw unexpected(token, wanting: ":") }
      throw failure(
        "a colon should follow the field's name, not \(describe(token))", hint: recordHint(isFirst), at: token.span)
    }
    lexer.position += 1
    return Expression.Entry(name: name, value: try item())
  }

  /// The message that a comma should stand before a token, or the end of the list or record.
  func separatorMissing(before token: Token, or closer: String, between what: String) -> Diagnostic {
    switch token.kind {
    case .word, .number, .variable, .quote, .symbol(.openParenthesis), .symbol(.openBracket), .symbol(.openBrace),
      .symbol(.minus):
      failure(
        "a comma or \(closer) should stand here, not \(describe(token))",
        hint: "\(what) have commas between them; a command with arguments stands in parentheses", at: token.span)
    default: unexpected(token, wanting: "a comma or \(closer)")
    }
  }

  /// What to do where a record is none: at its start it may have been meant as a block.
  private func recordHint(_ isFirst: Bool) -> String {
    let form = "a record is {name: value, …}"
    return isFirst ? form + "; a block follows if, else, for, while, def, try, catch or quiet" : form
  }
}
