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
          throw failure("\(invocation.name) gives nothing to pipe on", at: invocation.nameSpan)
        }
      }
    }
    return value
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

  func unknownVariable(_ name: String, at span: Span, hint: String?) -> Diagnostic {
    let near = NearestName.of(name, among: ["it", "args"] + scope.names)
    return failure("unknown variable $\(name)", hint: near.map { "did you mean $\($0)?" } ?? hint, at: span)
  }

  private func evaluateNode(_ expression: Expression) throws -> Value {
    switch expression.kind {
    case .literal, .variable: return .nothing
    case .interpolation(let pieces): return try interpolate(pieces)
    case .list(let items):
      var values: [Value] = []
      values.reserveCapacity(items.count)
      for item in items { values.append(try evaluate(item)) }
      return try attributing(to: expression.span) { () throws(CommandFailure) in try .list(checked: values) }
    case .group(let pipeline): return try evaluate(pipeline)
    case .range(let first, let last):
      let first = try evaluate(first)
      let last = try evaluate(last)
      return try attributing(to: expression.span) { () throws(CommandFailure) in try .list(of: Value.range(first, last)) }
    case .negation(let operand):
      let value = try evaluate(operand)
      return try attributing(to: operand.span) { () throws(CommandFailure) in try Operators.negate(value) }
    case .not(let operand): return .bool(!(try truth(operand, for: "not")))
    case .binary(let operation, let left, let right, let symbol):
      return try calculate(operation, left, right, symbol)
    case .field(let owner, let name, let span):
      let value = try evaluate(owner)
      return try attributing(to: span) { () throws(CommandFailure) in try value.field(name) }
    case .index(let owner, let index):
      let value = try evaluate(owner)
      let position = try evaluate(index)
      return try attributing(to: index.span) { () throws(CommandFailure) in try value.item(at: position) }
    }
  }

  private func calculate(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ symbol: Span
  ) throws -> Value {
    switch operation {
    case .and: return .bool(try truth(left, for: "and") && truth(right, for: "and"))
    case .or: return .bool(try truth(left, for: "or") || truth(right, for: "or"))
    default:
      let left = try evaluate(left)
      let right = try evaluate(right)
      return try attributing(to: symbol) { () throws(CommandFailure) in try Operators.apply(operation, left, right) }
    }
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
