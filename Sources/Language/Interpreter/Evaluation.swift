extension Interpreter {
  /// The value of a pipeline: that of its last stage.
  func evaluate(_ pipeline: Pipeline) throws -> Value {
    var value = Value.nothing
    for (index, stage) in pipeline.stages.enumerated() {
      switch stage {
      case .expression(let expression): value = try evaluate(expression)
      case .command(let invocation): value = try run(invocation, piped: index > 0 ? value : nil)
      }
      if case .nothing = value, index + 1 < pipeline.stages.count {
        switch stage {
        case .expression(let expression): throw failure("nothing can't be piped on", at: expression.span)
        case .command(let invocation):
          throw nothingToPipe(from: invocation)
        }
      }
    }
    return value
  }

  func nothingToPipe(from command: CommandSyntax) -> Diagnostic {
    failure("\(command.name) gives nothing to pipe on", at: command.nameSpan)
  }

  func evaluate(_ expression: Expression) throws -> Value {
    switch expression.kind {
    case .literal(let value): return value
    case .variable(let name):
      if let value = value(ofVariable: name) { return value }
      throw unknownVariable(name, at: expression.span, hint: nil)
    default: break
    }
    try enter(at: expression.span)
    defer { depth -= 1 }
    return try evaluateNode(expression)
  }

  func unknownTarget(_ name: String, at span: Span) -> Diagnostic {
    unknownVariable(name, at: span, hint: "a new variable: let $\(name) = …")
  }

  func unknownVariable(_ name: String, at span: Span, hint: String?) -> Diagnostic {
    let near = NearestName.of(name, among: ["it", "args"] + scope.names)
    return failure("unknown variable $\(name)", hint: near.map { "did you mean $\($0)?" } ?? hint, at: span)
  }

  // Each kind of node has a function of its own, so that the stack holds no more than that one needs.
  private func evaluateNode(_ expression: Expression) throws -> Value {
    switch expression.kind {
    case .literal, .variable: .nothing
    case .interpolation(let pieces): try interpolate(pieces)
    case .list(let items): try list(items, at: expression.span)
    case .record(let entries): try record(entries, at: expression.span)
    case .group(let pipeline): try evaluate(pipeline)
    case .range(let first, let last): try range(first, last, at: expression.span)
    case .negation(let operand): try negate(operand)
    case .not(let operand): .bool(!(try truth(operand, for: "not")))
    case .binary(.and, let left, let right, _): .bool(try truth(left, for: "and") && truth(right, for: "and"))
    case .binary(.or, let left, let right, _): .bool(try truth(left, for: "or") || truth(right, for: "or"))
    case .binary(let operation, let left, let right, let symbol): try calculate(operation, left, right, symbol)
    case .field(let owner, let name, let span): try field(of: owner, name, at: span)
    case .index(let owner, let index): try item(of: owner, at: index)
    }
  }

  private func list(_ items: [Expression], at span: Span) throws -> Value {
    var values: [Value] = []
    values.reserveCapacity(items.count)
    for item in items { values.append(try evaluate(item)) }
    return try attributing(to: span) { () throws(CommandFailure) in try .list(checked: values) }
  }

  private func record(_ entries: [Expression.Entry], at span: Span) throws -> Value {
    var record = Record()
    for entry in entries {
      guard case .string(let name) = try evaluate(entry.name) else { continue }
      if record[name] != nil {
        throw failure("the field \(name) stands twice in this record", at: entry.name.span)
      }
      record.set(name, to: try evaluate(entry.value))
    }
    return try attributing(to: span) { () throws(CommandFailure) in try .record(checked: record) }
  }

  private func range(_ first: Expression, _ last: Expression, at span: Span) throws -> Value {
    let first = try evaluate(first)
    let last = try evaluate(last)
    return try attributing(to: span) { () throws(CommandFailure) in try .list(of: Value.range(first, last)) }
  }

  private func negate(_ operand: Expression) throws -> Value {
    let value = try evaluate(operand)
    return try attributing(to: operand.span) { () throws(CommandFailure) in try Operators.negate(value) }
  }

  private func field(of owner: Expression, _ name: String, at span: Span) throws -> Value {
    let value = try evaluate(owner)
    return try attributing(to: span) { () throws(CommandFailure) in try value.field(name) }
  }

  private func item(of owner: Expression, at index: Expression) throws -> Value {
    let value = try evaluate(owner)
    let position = try evaluate(index)
    return try attributing(to: index.span) { () throws(CommandFailure) in try value.item(at: position) }
  }

  private func calculate(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ symbol: Span
  ) throws -> Value {
    let left = try evaluate(left)
    let right = try evaluate(right)
    return try attributing(to: symbol) { () throws(CommandFailure) in try Operators.apply(operation, left, right) }
  }

  private func truth(_ operand: Expression, for what: String) throws -> Bool {
    let value = try evaluate(operand)
    guard case .bool(let isTrue) = value else {
      throw failure("\(what) wants true or false, but this is \(value.kind)", at: operand.span)
    }
    return isTrue
  }

  private func interpolate(_ pieces: [Expression.Piece]) throws -> Value {
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let literal): text += literal
      case .value(let expression):
        let value = try evaluate(expression)
        guard let inner = value.formatted(limit: Operators.textLimit) else {
          throw failure(Operators.textTooLong, at: expression.span)
        }
        text += inner
        if text.utf8.count > Operators.textLimit { throw failure(Operators.textTooLong, at: expression.span) }
      }
    }
    return .string(text)
  }
}
