extension Parser {
  /// Words that begin a statement of their own, and so can't name a command.
  package static let keywords: Set<String> = [
    "let", "if", "else", "for", "in", "while", "def", "param", "return", "break", "continue", "try", "catch", "time",
    "quiet",
    "and", "or", "not", "true", "false", "nothing",
  ]

  /// Words that begin a value or an operator: a statement that begins with one is an expression.
  private static let expressionWords: Set<String> = ["true", "false", "nothing", "not"]

  /// A statement, without what ends it.
  mutating func statement() throws(Diagnostic) -> Statement {
    let start = lexer.position
    let wordEnd = lexer.wordEnd(from: start)
    let word = startsCommand ? lexer.text(start, wordEnd) : ""
    let kind: Statement.Kind
    switch word {
    case "let":
      lexer.position = wordEnd
      let name = try variable(after: "let")
      kind = .letVariable(name, try assignedValue(to: name))
    case "if":
      kind = try branch()
    case "for":
      lexer.position = wordEnd
      let name = try variable(after: "for")
      guard acceptWord("in") else {
        let token = lexer.token()
        throw failure("in should follow $\(name), not \(describe(token))", hint: "for $\(name) in …", at: token.span)
      }
      let sequence = try sequence()
      kind = .forEach(name, sequence, body: try loopBody(after: "for"))
    case "while":
      lexer.position = wordEnd
      let condition = try expression()
      kind = .whileLoop(condition, body: try loopBody(after: "while"))
    case "def":
      kind = .definition(try definition())
    case "param":
      kind = .parameter(try scriptParameter())
    case "return":
      guard isInDefinition else {
        throw failure("return stands outside of a def", at: Span(start: start, end: wordEnd))
      }
      lexer.position = wordEnd
      kind = .returnValue(atStatementEnd ? nil : try pipeline())
    case "break", "continue":
      guard isInLoop else { throw failure("\(word) stands outside of a loop", at: Span(start: start, end: wordEnd)) }
      lexer.position = wordEnd
      kind = word == "break" ? .breakLoop : .continueLoop
    case "try":
      lexer.position = wordEnd
      kind = try attempt()
    case "time":
      lexer.position = wordEnd
      kind = .timed(try timed(Span(start: start, end: wordEnd)))
    case "quiet":
      lexer.position = wordEnd
      kind = .hushed(try block(after: "quiet"))
    case "else", "catch":
      let opener = word == "else" ? "if" : "try"
      throw failure(
        "\(word) has no \(opener) before it", hint: "it follows the closing brace: \(opener) … { … } \(word) { … }",
        at: Span(start: start, end: wordEnd))
    default:
      if let (name, span) = assignmentTarget() {
        try checkAssignable(name, at: span)
        kind = .assignment(name, span, try assignedValue(to: name))
      } else {
        let pipeline = try pipeline()
        try checkNoFieldIsSet(pipeline)
        kind = .pipeline(pipeline)
      }
    }
    return Statement(kind: kind, span: Span(start: start, end: lexer.position))
  }

  /// Whether a bare word stands at the cursor that is no value and no operator.
  var startsCommand: Bool {
    guard let byte = lexer.byte else { return false }
    guard Characters.isLetter(byte) || byte == UInt8(ascii: "_") || byte >= 0x80 else { return false }
    let end = lexer.wordEnd(from: lexer.position)
    switch byte {
    case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
      // In a list a comma ends the word.
      let wordEnd = lexer.wordEnd(from: lexer.position, excluding: UInt8(ascii: ","))
      return !Self.expressionWords.contains(lexer.text(lexer.position, wordEnd))
    default: return end > lexer.position
    }
  }

  /// Whether nothing more stands in the statement.
  var atStatementEnd: Bool {
    switch lexer.token().kind {
    case .lineEnd, .end, .symbol(.semicolon), .symbol(.closeBrace): true
    default: false
    }
  }

  /// Steps behind a word when it is the next thing.
  mutating func acceptWord(_ word: String, acrossLines: Bool = false) -> Bool {
    var ahead = lexer
    if acrossLines { ahead.skipLines() } else { ahead.skipSpace() }
    let end = ahead.nameEnd(from: ahead.position)
    guard ahead.text(ahead.position, end) == word else { return false }
    ahead.position = end
    lexer = ahead
    return true
  }

  /// The name of a variable that is to be bound.
  mutating func variable(after what: String) throws(Diagnostic) -> String {
    let token = lexer.token()
    guard case .variable(let name) = token.kind else {
      if case .word(let word) = token.kind {
        throw failure("a variable should follow \(what)", hint: "a variable begins with $: $\(word)", at: token.span)
      }
      throw unexpected(token, wanting: "a $variable")
    }
    try checkAssignable(name, at: token.span)
    lexer.position = token.span.end
    return name
  }

  /// Makes sure that a variable is not one that the language sets itself.
  private func checkAssignable(_ name: String, at span: Span) throws(Diagnostic) {
    guard name == "it" || name == "args" else { return }
    throw failure(
      "$\(name) can't be set", hint: name == "it" ? "it is always the last value" : "it holds the script's arguments",
      at: span)
  }

  /// The variable of `$name = …`, when that stands at the cursor, which is then left behind the name.
  private mutating func assignmentTarget() -> (String, Span)? {
    guard lexer.byte == UInt8(ascii: "$") else { return nil }
    let token = lexer.token()
    guard case .variable(let name) = token.kind else { return nil }
    var ahead = lexer
    ahead.position = token.span.end
    guard ahead.token().kind == .symbol(.assign) else { return nil }
    lexer.position = token.span.end
    return (name, token.span)
  }

  /// Makes sure that what follows a field or an item is no `=`.
  private func checkNoFieldIsSet(_ pipeline: Pipeline) throws(Diagnostic) {
    guard pipeline.isExpression, case .expression(let target)? = pipeline.stages.first else { return }
    let token = lexer.token()
    guard token.kind == .symbol(.assign) else { return }
    func name(_ owner: Expression) -> String {
      if case .variable(let name) = owner.kind { "$" + name } else { "$record" }
    }
    switch target.kind {
    case .field(let owner, let field, _):
      let variable = name(owner)
      throw failure(
        "a field can't be set", hint: "a record's field is merged in: \(variable) = \(variable) + {\(field): …}",
        at: token.span)
    case .index:
      throw failure(
        "an item can't be set", hint: "make a new list, or merge a record's field: $record + {name: …}", at: token.span)
    default: return
    }
  }

  /// `= pipeline`.
  private mutating func assignedValue(to name: String) throws(Diagnostic) -> Pipeline {
    let token = lexer.token()
    guard token.kind == .symbol(.assign) else {
      throw failure(
        "= should follow $\(name), not \(describe(token))", hint: "let $\(name) = …", at: token.span)
    }
    lexer.position = token.span.end
    return try pipeline()
  }

  /// `if … { … }` with its `else if` and `else`, with the cursor at `if`.
  private mutating func branch() throws(Diagnostic) -> Statement.Kind {
    var branches: [(condition: Expression, body: [Statement])] = []
    // A loop, since a long chain of else if is no deep nesting.
    while acceptWord("if") {
      let condition = try expression()
      branches.append((condition, try block(after: "if")))
      guard acceptWord("else", acrossLines: true) else { return .branch(branches, otherwise: []) }
    }
    return .branch(branches, otherwise: try block(after: "else"))
  }

  /// The statement that `time` stands before.
  private mutating func timed(_ word: Span) throws(Diagnostic) -> Statement {
    let token = lexer.token()
    if token.kind == .symbol(.assign) {
      throw failure("time is a word of the language", hint: "a variable begins with $: let $time = …", at: word)
    }
    guard !atStatementEnd else {
      throw failure("a statement should follow time", hint: "time generate --steps 30", at: word)
    }
    lexer.skipSpace()
    try enter()
    defer { depth -= 1 }
    return try statement()
  }

  /// What a loop goes through: an expression, or what commands give.
  private mutating func sequence() throws(Diagnostic) -> Expression {
    lexer.skipSpace()
    let start = lexer.position
    let stages = try pipeline(beforeBlock: true)
    if stages.isExpression, case .expression(let value)? = stages.stages.first { return value }
    return try node(.group(stages), from: start, height: stages.height)
  }

  /// The block of a loop.
  private mutating func loopBody(after what: String) throws(Diagnostic) -> [Statement] {
    let wasInLoop = isInLoop
    isInLoop = true
    let body = try block(after: what)
    isInLoop = wasInLoop
    return body
  }

  /// `try { … } catch { … }`, with the cursor behind `try`.
  private mutating func attempt() throws(Diagnostic) -> Statement.Kind {
    let body = try block(after: "try")
    guard acceptWord("catch", acrossLines: true) else {
      var ahead = lexer
      ahead.skipLines()
      throw failure(
        "catch should follow the block of try", hint: "try { … } catch $error { … }", at: lexer.token().span,
        isIncomplete: ahead.byte == nil)
    }
    var name: String?
    if case .variable = lexer.token().kind { name = try variable(after: "catch") }
    return .attempt(body, failure: name, handler: try block(after: "catch"))
  }
}
