/// How a statement ended.
enum Outcome {
  /// On to the next; with the value of the expression or command that it was.
  case value(Value)
  case breakLoop
  case continueLoop
  case returned(Value)
}

extension Interpreter {
  /// Runs statements in the current scope; the outcome has the last one's value.
  func execute(_ statements: [Statement]) throws -> Outcome {
    var last = Value.nothing
    for statement in statements {
      try checkInterrupt(at: statement.span)
      switch try execute(statement) {
      case .value(let value): last = value
      case let outcome: return outcome
      }
    }
    return .value(last)
  }

  /// Runs a block in a scope of its own.
  func execute(block: [Statement], in inner: Scope? = nil, at span: Span) throws -> Outcome {
    try enter(at: span)
    let outer = scope
    scope = inner ?? Scope(in: outer)
    defer {
      scope = outer
      depth -= 1
    }
    return try execute(block)
  }

  /// A value that gets a name, taken from the budget.
  private func taken(_ value: Value, at span: Span) throws -> Value {
    try attributing(to: span) { () throws(CommandFailure) in try budget?.take(value) }
    return value
  }

  func execute(_ statement: Statement) throws -> Outcome {
    switch statement.kind {
    case .pipeline(let pipeline):
      if let found = foreseen(pipeline) {
        take(found)
        return .value(found.standIn)
      }
      let value = try evaluate(pipeline)
      if echoes { try echo(value, of: pipeline) }
      return .value(value)
    case .letVariable(let name, let pipeline):
      scope.declare(name, try taken(evaluate(pipeline), at: statement.span))
    case .assignment(let name, let span, let pipeline):
      // Before the work whose value would have no place.
      guard let holder = scope.holder(of: name) else {
        throw unknownTarget(name, at: span)
      }
      holder.declare(name, try taken(evaluate(pipeline), at: statement.span))
    case .branch(let branches, let otherwise):
      for (condition, body) in branches where try isTrue(condition, "if") {
        return try execute(block: body, at: statement.span)
      }
      return try execute(block: otherwise, at: statement.span)
    case .forEach(let name, let sequence, let body):
      return try iterate(name, over: sequence, body)
    case .whileLoop(let condition, let body):
      return try loop(while: condition, body)
    case .definition(let definition): try define(definition)
    case .parameter(let parameter): scope.declare(parameter.name, try taken(value(of: parameter), at: statement.span))
    case .returnValue(let pipeline): return .returned(try pipeline.map(evaluate) ?? .nothing)
    case .breakLoop: return .breakLoop
    case .continueLoop: return .continueLoop
    case .timed(let statement): return try time(statement)
    case .hushed(let body):
      let outer = host
      host = HushedHost(outer)
      defer { host = outer }
      return try execute(block: body, at: statement.span)
    case .attempt(let body, let name, let handler): return try attempt(body, name, handler, at: statement.span)
    }
    return .value(.nothing)
  }

  /// Prints what a bare expression, or a definition's call, gave. Commands have said already what they have to say.
  private func echo(_ value: Value, of pipeline: Pipeline) throws {
    if !pipeline.isExpression {
      guard case .command(let invocation)? = pipeline.stages.last, definitions[invocation.name] != nil else { return }
      switch value {
      case .nothing, .foreign: return
      case .list(let items) where items.contains(where: { if case .foreign = $0 { true } else { false } }): return
      default: break
      }
    }
    guard let text = value.formatted(limit: Operators.textLimit) else {
      throw failure(Operators.textTooLong, at: pipeline.span)
    }
    host.write(text)
  }

  private func isTrue(_ condition: Expression, _ what: String) throws -> Bool {
    let value = try evaluate(condition)
    guard case .bool(let isTrue) = value else {
      throw failure(
        "\(what) wants true or false, but this is \(value.kind)", hint: "compare it: $x > 0, $x == nothing",
        at: condition.span)
    }
    return isTrue
  }

  // MARK: Loops

  private func loop(while condition: Expression, _ body: [Statement]) throws -> Outcome {
    let inner = Scope(in: scope)
    while try isTrue(condition, "while") {
      try checkInterrupt(at: condition.span)
      inner.clear()
      switch try execute(block: body, in: inner, at: condition.span) {
      case .breakLoop: return .value(.nothing)
      case .returned(let value): return .returned(value)
      case .continueLoop, .value: continue
      }
    }
    return .value(.nothing)
  }

  private func iterate(_ name: String, over sequence: Expression, _ body: [Statement]) throws -> Outcome {
    let inner = Scope(in: scope)
    /// One turn; false ends the loop.
    func turn(_ value: Value) throws -> Outcome? {
      try checkInterrupt(at: sequence.span)
      inner.clear()
      inner.declare(name, value)
      switch try execute(block: body, in: inner, at: sequence.span) {
      case .breakLoop: return .value(.nothing)
      case .returned(let value): return .returned(value)
      case .continueLoop, .value: return nil
      }
    }
    // A range that is only counted through need not become a list.
    if case .range(let first, let last) = sequence.kind {
      let first = try evaluate(first)
      let last = try evaluate(last)
      let range = try attributing(to: sequence.span) { () throws(CommandFailure) in try Value.range(first, last) }
      if let range {
        for number in range { if let outcome = try turn(.number(number)) { return outcome } }
      }
      return .value(.nothing)
    }
    let value = try evaluate(sequence)
    let items: [Value]
    switch value {
    case .list(let list): items = list
    case .record(let record): items = record.names.map(Value.string)
    default:
      throw failure(
        "for wants a list, a range or a record, but this is \(value.kind)", hint: "for $n in 1..8 { … }",
        at: sequence.span)
    }
    for item in items { if let outcome = try turn(item) { return outcome } }
    return .value(.nothing)
  }

  // MARK: Failures

  private func attempt(
    _ body: [Statement], _ name: String?, _ handler: [Statement], at span: Span
  ) throws -> Outcome {
    let before = (scope: scope, depth: depth, calls: calls, source: source, echoes: echoes)
    do {
      return try execute(block: body, at: span)
    } catch let diagnostic as Diagnostic where diagnostic.kind == .runtime {
      (scope, depth, calls, source, echoes) = before
      let inner = Scope(in: scope)
      if let name { inner.declare(name, .foreign(ErrorValue(diagnostic))) }
      return try execute(block: handler, in: inner, at: span)
    }
  }

  /// Gives a failure that knows no place the place of what caused it.
  func attributing<Result>(to span: Span, _ work: () throws(CommandFailure) -> Result) throws -> Result {
    do {
      return try work()
    } catch {
      throw failure(error, at: span)
    }
  }
}

/// What `catch` binds: an error's message, hint and place.
struct ErrorValue: ForeignValue {
  static let typeName = "error"
  static let fieldNames = ["message", "hint", "place"]
  private let diagnostic: Diagnostic

  init(_ diagnostic: Diagnostic) { self.diagnostic = diagnostic }

  var summary: String { diagnostic.message }

  func field(_ name: String) -> Value? {
    switch name {
    case "message": .string(summary)
    case "hint": diagnostic.hint.map(Value.string) ?? .nothing
    // Found only when asked for: in a long text that takes a while.
    case "place": .string(diagnostic.place)
    default: nil
    }
  }
}
