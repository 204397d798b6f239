extension WrittenStatement {
  /// Reads a statement of the form that drumlin writes; nil when the text does not parse, holds several statements, or
  /// one of another form.
  public init?(parsing text: String) {
    guard let program = try? Parser.parse(SourceText(name: "", text: text)), program.statements.count == 1,
      let statement = program.statements.first
    else { return nil }
    switch statement.kind {
    case .pipeline(let pipeline):
      guard pipeline.stages.count == 1, case .command(let syntax)? = pipeline.stages.first,
        let invocation = Invocation(syntax)
      else { return nil }
      self = .call(invocation)
    case .letVariable(let name, let pipeline):
      guard pipeline.stages.count == 1, case .expression(let expression)? = pipeline.stages.first,
        let term = Invocation.Term(expression)
      else { return nil }
      self = .binding(name, term)
    default: return nil
    }
  }
}

extension Invocation {
  /// Reads a call that stands alone; nil when the text is anything else, or holds expressions.
  public init?(parsing text: String) {
    guard case .call(let invocation)? = WrittenStatement(parsing: text) else { return nil }
    self = invocation
  }

  /// The call that a parsed command is; nil where an argument has yet to be computed.
  init?(_ syntax: CommandSyntax) {
    var arguments: [Argument] = []
    var index = 0
    while index < syntax.arguments.count {
      switch syntax.arguments[index].kind {
      case .option(let name, let attached):
        var term: Term?
        if let attached {
          guard let read = Term(attached) else { return nil }
          term = read
        } else if index + 1 < syntax.arguments.count, let read = Term(syntax.arguments[index + 1]) {
          // What follows an option is its value: whether it takes one is for the command to say.
          term = read
          index += 1
        }
        arguments.append(.option(name, term))
      default:
        guard let term = Term(syntax.arguments[index]) else { return nil }
        arguments.append(.positional(term))
      }
      index += 1
    }
    self.init(syntax.name, arguments)
  }
}

extension Invocation.Term {
  /// The term that an argument is; `nil` where it has yet to be computed.
  fileprivate init?(_ argument: CommandSyntax.Argument) {
    switch argument.kind {
    case .word(let word):
      guard let value = try? Word.value(word), let term = Self(value) else { return nil }
      self = term
    case .expression(let expression):
      guard let term = Self(expression) else { return nil }
      self = term
    case .spread, .option, .endOfOptions: return nil
    }
  }

  /// The term that an expression is; `nil` where it has yet to be computed.
  init?(_ expression: Expression) {
    switch expression.kind {
    case .literal(.string(let text)): self = .text(text)
    case .literal(let value):
      guard let term = Self(value) else { return nil }
      self = term
    case .variable(let name): self = .variable(name)
    case .negation(let operand):
      guard case .number(let quantity)? = Self(operand) else { return nil }
      self = .number(Quantity(-quantity.value, quantity.unit))
    case .list(let items):
      let terms = items.compactMap { Self($0) }
      guard terms.count == items.count else { return nil }
      self = .list(terms)
    case .record(let entries):
      var fields: [Field] = []
      for entry in entries {
        guard let name = Self(entry.name)?.textContent, let value = Self(entry.value) else { return nil }
        fields.append(Field(name, value))
      }
      self = .record(fields)
    case .index(let owner, let index):
      guard case .variable(let name)? = Self(owner), case .number(let number)? = Self(index),
        let place = Int(exactly: number.value)
      else { return nil }
      self = .item(of: name, place)
    default: return nil
    }
  }
}
