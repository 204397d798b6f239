extension Interpreter {
  /// Runs a command: one of the registry's, or one that a program defined.
  func run(_ invocation: CommandSyntax, piped: Value?) throws -> Value {
    try enter(at: invocation.nameSpan)
    defer { depth -= 1 }
    if let definition = definitions[invocation.name] {
      let value = try call(definition, invocation, piped: piped)
      if case .nothing = value { return value }
      it = value
      return value
    }
    guard let command = registry[invocation.name] else { throw unknownCommand(invocation, piped: piped) }
    let signature = type(of: command).signature
    let value = try call(command, signature, invocation, piped: piped)
    if case .nothing = value { return value }
    if !signature.keepsIt { it = value }
    return value
  }

  func unknownCommand(_ invocation: CommandSyntax, piped: Value?) -> Diagnostic {
    let name = invocation.name
    let hint: String? =
      if let equals = name.firstIndex(of: "=") {
        "a variable begins with $: let $\(name[..<equals]) = …"
      } else if let near = NearestName.of(name, among: Array(definitions.keys) + registry.names) {
        "did you mean \(near)?"
      } else if value(ofVariable: name) != nil {
        "the variable is $\(name)"
      } else if case let longer = registry.names.filter({ $0.hasPrefix(name + "-") }), !longer.isEmpty {
        "there are \(longer.joined(separator: " and "))"
      } else {
        Self.joined(
          registry["help"].map { _ in "help lists the commands" },
          invocation.arguments.isEmpty && piped == nil ? "text stands in quotes: \"\(name)\"" : nil)
      }
    return failure("unknown command \(name)", hint: hint, at: invocation.nameSpan)
  }

  /// Pieces of advice as one; nil when there is none.
  private static func joined(_ advice: String?...) -> String? {
    let given = advice.compactMap(\.self)
    return given.isEmpty ? nil : given.joined(separator: "; ")
  }

  // MARK: Commands of the registry

  private func call(
    _ command: any Command, _ signature: Signature, _ invocation: CommandSyntax, piped: Value?
  ) throws -> Value {
    let given = try invocation.arguments.map(evaluate)
    let signature = command is SourceCommand ? self.signature(ofSource: given) : signature
    let reader = FileReader(registry: registry)
    let binder = ArgumentBinder(signature: signature, it: { self.it }, home: home, source: source, reads: reader.reads)
    var arguments: [String: Call.Argument]
    do {
      arguments = try binder.bind(given, piped: piped)
    } catch {
      throw failure(error, of: signature, at: invocation.nameSpan)
    }
    for parameter in signature.parameters {
      // What is left for the last parameter stands in a list.
      let type = parameter.arity == .rest ? ParameterType.list(of: parameter.type) : parameter.type
      try read(&arguments[parameter.name], as: type, by: reader, for: invocation, of: signature)
    }
    for option in signature.options {
      if let type = option.type {
        try read(&arguments[option.name], as: type, by: reader, for: invocation, of: signature)
      }
    }
    let call = Call(signature: signature, host: host, arguments: arguments, in: surroundings)
    do {
      if command is SourceCommand { return try runSource(call, from: invocation) }
      return try transaction(call) { try command.run(call) }
    } catch let diagnostic as Diagnostic {
      throw diagnostic
    } catch let leaving as Leaving {
      throw Diagnostic(kind: .left(status: leaving.status), "left", source: source, span: invocation.span)
    } catch  where error is Interrupted || error is CancellationError {
      throw Diagnostic(kind: .interrupted, "interrupted", source: source, span: invocation.span)
    } catch {
      let failure = error as? CommandFailure ?? CommandFailure(describing: error)
      let place = failure.argument.flatMap { arguments[$0]?.span } ?? invocation.nameSpan
      throw self.failure(failure, at: place)
    }
  }

  /// Puts what is in a file that an argument names, or in each of a list of them, in the argument's place.
  private func read(
    _ argument: inout Call.Argument?, as type: ParameterType, by reader: FileReader, for invocation: CommandSyntax,
    of signature: Signature
  ) throws {
    guard let named = argument, reader.reads(named.value, type) else { return }
    let span = named.span ?? invocation.nameSpan
    func content(_ value: Value, as type: ParameterType) throws -> Value {
      guard let command = reader.command(for: value, as: type) else { return value }
      let reading = Swift.type(of: command).signature
      do {
        return try call(command, reading, CommandSyntax(reading.name, of: value, at: span), piped: nil)
      } catch let fault as Diagnostic where fault.hint == nil && fault.kind == .runtime {
        // Perhaps another argument was meant there.
        throw Diagnostic(
          fault.message, hint: signature.usage, source: fault.source, span: fault.span, trace: fault.trace)
      }
    }
    let value: Value =
      if case .list(let items) = named.value, let item = type.item {
        .list(try items.map { try content($0, as: item) })
      } else {
        try content(named.value, as: type)
      }
    argument = Call.Argument(value: value, span: named.span)
  }

  /// An argument's value, and what it was typed as.
  func evaluate(_ argument: CommandSyntax.Argument) throws -> GivenArgument {
    switch argument.kind {
    case .word(let word):
      let value = try attributing(to: argument.span) { () throws(CommandFailure) in try Word.value(word) }
      return GivenArgument(kind: .value(value, word: word), span: argument.span)
    case .expression(let expression):
      return GivenArgument(kind: .value(try evaluate(expression), word: nil), span: argument.span)
    case .spread(let expression):
      return GivenArgument(kind: .spread(try evaluate(expression)), span: argument.span)
    case .option(let name, let value):
      return GivenArgument(kind: .option(name, try value.map(evaluate)), span: argument.span)
    case .endOfOptions: return GivenArgument(kind: .endOfOptions, span: argument.span)
    }
  }

  /// The message about arguments that don't fit.
  func failure(_ failure: BindingFailure, of signature: Signature, at span: Span) -> Diagnostic {
    self.failure("\(signature.name): \(failure.message)", hint: failure.hint, at: failure.span ?? span)
  }

  // MARK: Definitions

  func define(_ definition: Definition) throws {
    if let fault = fault(in: definition) { throw fault }
    definitions[definition.name] = definition
  }

  /// Why there can be no command of that name.
  func fault(in definition: Definition) -> Diagnostic? {
    guard registry[definition.name] != nil else { return nil }
    return failure("\(definition.name) is a command already", hint: "choose another name", at: definition.nameSpan)
  }

  private func call(_ definition: Definition, _ invocation: CommandSyntax, piped: Value?) throws -> Value {
    let given = try invocation.arguments.map(evaluate)
    let binder = ArgumentBinder(signature: definition.signature, it: { self.it }, home: home, source: source)
    let bound: [String: Call.Argument]
    do {
      bound = try binder.bind(given, piped: piped, pipesFirst: true)
    } catch {
      throw failure(error, of: definition.signature, at: invocation.nameSpan)
    }
    if calls >= Self.callLimit {
      throw failure(
        "more than \(Self.callLimit) calls lie inside each other", hint: "does \(definition.name) call itself?",
        at: invocation.nameSpan)
    }
    let before = (scope: scope, source: source, echoes: echoes)
    calls += 1
    echoes = false
    source = definition.source
    defer {
      (scope, source, echoes) = before
      calls -= 1
    }
    do {
      let locals = Scope(in: globals)
      scope = locals
      for parameter in definition.parameters {
        locals.declare(parameter.name, try value(of: parameter, bound: bound))
      }
      switch try execute(block: definition.body, in: locals, at: definition.nameSpan) {
      case .value(let value), .returned(let value): return value
      case .breakLoop, .continueLoop: return .nothing
      }
    } catch var diagnostic as Diagnostic {
      diagnostic.trace.append(
        Diagnostic.Frame(name: definition.name, source: before.source, span: invocation.nameSpan))
      throw diagnostic
    }
  }

  private func value(of parameter: Definition.Parameter, bound: [String: Call.Argument]) throws -> Value {
    if let argument = bound[parameter.name] { return argument.value }
    switch parameter.kind {
    case .flag: return .bool(false)
    case .rest: return .list([])
    case .positional, .option:
      guard let fallback = parameter.fallback, case .value(let value, _) = try evaluate(fallback.argument).kind else {
        return .nothing
      }
      return value
    }
  }
}
