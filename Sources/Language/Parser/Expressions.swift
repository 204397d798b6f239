/// How strongly operators bind; `not` stands between `and` and the comparisons, a minus sign between `*` and `^`.
enum Precedence {
  static let or = 1
  static let and = 2
  static let not = 3
  static let comparison = 4
  static let range = 5
  static let sum = 6
  static let product = 7
  static let sign = 8
  static let power = 9
}

extension Parser {
  /// An expression whose operators bind at least as strongly as `minimum`.
  mutating func expression(minimum: Int = 0) throws(Diagnostic) -> Expression {
    lexer.skipSpace()
    let start = lexer.position
    var left = try prefixed(minimum: minimum)
    while let (infix, symbol) = infix(), infix.precedence >= minimum {
      lexer.position = symbol.end
      let isRightAssociative = infix.precedence == Precedence.power
      try enter()
      let right = try expression(minimum: isRightAssociative ? infix.precedence : infix.precedence + 1)
      depth -= 1
      switch infix {
      case .range: left = try node(.range(left, right), from: start, left, right)
      case .binary(let binary): left = try node(.binary(binary, left, right, symbol: symbol), from: start, left, right)
      }
      if infix.precedence == Precedence.comparison || infix.precedence == Precedence.range,
        let (next, span) = self.infix(), next.precedence == infix.precedence
      {
        throw failure(
          infix.precedence == Precedence.range ? "a range has two ends" : "comparisons can't be chained",
          hint: infix.precedence == Precedence.range ? nil : "join them: $a < $b and $b < $c", at: span)
      }
    }
    return left
  }

  /// What stands between two operands.
  private enum Infix {
    case binary(BinaryOperator)
    case range

    var precedence: Int {
      switch self {
      case .range: Precedence.range
      case .binary(let binary):
        switch binary {
        case .or: Precedence.or
        case .and: Precedence.and
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: Precedence.comparison
        case .add, .subtract: Precedence.sum
        case .multiply, .divide, .remainder: Precedence.product
        case .power: Precedence.power
        }
      }
    }
  }

  /// The operator that follows, and its place.
  private func infix() -> (Infix, Span)? {
    let token = lexer.token()
    switch token.kind {
    case .symbol(.range): return (.range, token.span)
    case .symbol(let symbol): return BinaryOperator(symbol).map { (.binary($0), token.span) }
    case .word("and"): return (.binary(.and), token.span)
    case .word("or"): return (.binary(.or), token.span)
    default: return nil
    }
  }

  /// A value with the `not` or minus sign before it.
  mutating func prefixed(minimum: Int) throws(Diagnostic) -> Expression {
    lexer.skipSpace()
    let token = lexer.token()
    switch token.kind {
    case .word("not"), .symbol(.minus):
      try enter()
      defer { depth -= 1 }
      return try prefixed(by: token, minimum: minimum)
    default:
      return try primary()
    }
  }

  /// The operand of the `not` or minus sign that a token is, with it.
  private mutating func prefixed(by token: Token, minimum: Int) throws(Diagnostic) -> Expression {
    lexer.position = token.span.end
    guard token.kind == .symbol(.minus) else {
      if minimum > Precedence.not {
        throw failure("not can't stand behind an operator", hint: "put it in parentheses: (not …)", at: token.span)
      }
      let operand = try expression(minimum: Precedence.not)
      return try node(.not(operand), from: token.span.start, operand)
    }
    let operand = try expression(minimum: Precedence.sign)
    if case .literal(.number(let quantity)) = operand.kind {
      return try node(.literal(.number(Quantity(-quantity.value, quantity.unit))), from: token.span.start, operand)
    }
    return try node(.negation(operand), from: token.span.start, operand)
  }

  /// A value, with the fields and indices directly behind it.
  mutating func primary() throws(Diagnostic) -> Expression {
    var value = try bareValue()
    let start = value.span.start
    while let byte = lexer.byte {
      if byte == UInt8(ascii: ".") {
        let end = lexer.nameEnd(from: lexer.position + 1)
        guard end > lexer.position + 1 else { break }
        let name = Span(start: lexer.position + 1, end: end)
        lexer.position = end
        value = try node(.field(value, lexer.text(name.start, name.end), name: name), from: start, value)
      } else if byte == UInt8(ascii: "[") {
        let index = try bracketed(UInt8(ascii: "]")) { (parser) throws(Diagnostic) in try parser.expression() }
        value = try node(.index(value, index), from: start, value, index)
      } else {
        break
      }
    }
    return value
  }

  /// A value without the fields and indices behind it.
  private mutating func bareValue() throws(Diagnostic) -> Expression {
    let token = lexer.token()
    func literal(_ value: Value) -> Expression { Expression(kind: .literal(value), span: token.span, height: 1) }
    switch token.kind {
    case .symbol(.openParenthesis):
      lexer.skipSpace()
      return try group()
    case .symbol(.openBracket):
      lexer.skipSpace()
      return try list()
    case .symbol(.openBrace):
      lexer.skipSpace()
      return try record()
    default: break
    }
    switch token.kind {
    case .number, .variable, .quote, .word("true"), .word("false"), .word("nothing"): lexer.position = token.span.end
    default: throw unexpected(token, wanting: "a value")
    }
    switch token.kind {
    case .number(let quantity): return literal(.number(quantity))
    case .variable(let name): return Expression(kind: .variable(name), span: token.span, height: 1)
    case .quote: return try string(from: token.span)
    case .word("true"): return literal(.bool(true))
    case .word("false"): return literal(.bool(false))
    default: return literal(.nothing)
    }
  }

  /// `( … )`: an expression, or commands that give a value.
  private mutating func group() throws(Diagnostic) -> Expression {
    let start = lexer.position
    let pipeline = try bracketed(UInt8(ascii: ")")) { (parser) throws(Diagnostic) in try parser.pipeline() }
    let span = Span(start: start, end: lexer.position)
    if pipeline.isExpression, case .expression(let inner)? = pipeline.stages.first {
      return Expression(kind: inner.kind, span: span, height: inner.height)
    }
    return try node(.group(pipeline), from: start, height: pipeline.height)
  }

  /// `[ … ]`: expressions and bare words with commas between them.
  private mutating func list() throws(Diagnostic) -> Expression {
    let start = lexer.position
    let items = try bracketed(UInt8(ascii: "]")) { (parser) throws(Diagnostic) in
      var items: [Expression] = []
      while true {
        parser.lexer.skipSpace()
        if parser.lexer.byte == UInt8(ascii: "]") { return items }
        items.append(try parser.item())
        let token = parser.lexer.token()
        if token.kind == .symbol(.comma) {
          parser.lexer.position = token.span.end
        } else if token.kind != .symbol(.closeBracket) {
          throw parser.separatorMissing(before: token, or: "]", between: "items")
        }
      }
    }
    return try node(.list(items), from: start, height: items.reduce(0) { max($0, $1.height) })
  }

  /// An item of a list, or a field's value.
  mutating func item() throws(Diagnostic) -> Expression {
    lexer.skipSpace()
    let isWord =
      switch lexer.byte {
      case UInt8(ascii: "/"), UInt8(ascii: "~"): true
      case UInt8(ascii: "."): !(lexer.byte(ahead: 1).map(Characters.isDigit) ?? false)
      default: startsCommand
      }
    guard isWord else { return try expression() }
    let start = lexer.position
    if lexer.bytes[start...].starts(with: "...".utf8), let byte = lexer.byte(ahead: 3), "$([{".utf8.contains(byte) {
      throw failure("three dots can't stand here", hint: "lists are joined by +: $list + [1, 2]", at: here(3))
    }
    let end = lexer.wordEnd(from: start, excluding: UInt8(ascii: ","))
    lexer.position = end
    let word = lexer.text(start, end)
    return Expression(kind: .literal(.string(word)), span: Span(start: start, end: end), height: 1)
  }

  /// What stands between brackets, whose opening one is at the cursor; line ends in there are spaces.
  mutating func bracketed<Content>(
    _ closer: UInt8, _ content: (inout Parser) throws(Diagnostic) -> Content
  ) throws(Diagnostic) -> Content {
    try enter()
    defer { depth -= 1 }
    let newlinesWereSpace = lexer.newlinesAreSpace
    lexer.newlinesAreSpace = true
    open.append(here(1))
    lexer.position += 1
    let result = try content(&self)
    try close(with: closer)
    lexer.newlinesAreSpace = newlinesWereSpace
    return result
  }

  // MARK: Nodes

  /// A node that ends at the cursor, on top of others.
  func node(
    _ kind: Expression.Kind, from start: Int, _ parts: Expression...
  ) throws(Diagnostic) -> Expression {
    try node(kind, from: start, height: parts.reduce(0) { max($0, $1.height) })
  }

  /// A node that ends at the cursor, on top of nodes of the given height.
  func node(_ kind: Expression.Kind, from start: Int, height: Int) throws(Diagnostic) -> Expression {
    let span = Span(start: start, end: lexer.position)
    if height + 1 > Self.nestingLimit { throw tooDeep(at: span) }
    return Expression(kind: kind, span: span, height: height + 1)
  }
}
