import Foundation

/// What can be told to be wrong in a script before it runs: names of commands, options and variables, how many
/// arguments there are, and the types of those that are written out. The messages are those of a run, since what looks
/// for them is what would run.
struct ScriptCheck {
  private let interpreter: Interpreter
  private(set) var faults: [Diagnostic] = []
  /// How many `try` blocks lie around what is looked at: what fails there is caught.
  private var attempts = 0
  /// Whether all that defines names can be read.
  private var knowsNames = true
  /// The scripts that were sourced, by their paths.
  private var learned: Set<String> = []
  /// Commands that have several definitions.
  private var redefined: Set<String> = []
  /// What is looked at last, when all global variables are known.
  private var definitions: [Definition] = []

  /// - Parameter interpreter: one of its own, which has run nothing.
  init(with interpreter: Interpreter) { self.interpreter = interpreter }

  /// Looks at a script.
  mutating func look(at source: SourceText) {
    do {
      let program = try Parser.parse(source)
      interpreter.source = source
      interpreter.it = .unknown
      learn(from: program)
      look(at: program.statements)
      // Definitions in a definition come in while these are gone through.
      while !definitions.isEmpty { look(in: definitions.removeFirst()) }
    } catch {
      faults.append(error)
    }
    faults.sort { ($0.span?.start ?? 0) < ($1.span?.start ?? 0) }
  }

  // MARK: Names

  /// Takes in the commands that a program defines, and what the scripts that it sources define.
  private mutating func learn(from program: Program) {
    for definition in program.statements.flatMap(\.definitions) {
      if interpreter.definitions[definition.name] != nil { redefined.insert(definition.name) }
      interpreter.definitions[definition.name] = definition
    }
    for call in program.calls where call.name == SourceCommand.signature.name {
      guard let path = call.arguments.first?.path, let sourced = sourced(path, from: program.source) else {
        knowsNames = false
        continue
      }
      guard learned.insert(sourced.source.name).inserted else { continue }
      learn(from: sourced)
      for statement in sourced.statements { declare(statement) }
    }
  }

  private func sourced(_ path: String, from source: SourceText) -> Program? {
    let script = Interpreter.script(path, from: source)
    guard let data = FileManager.default.contents(atPath: script.place), data.count <= SourceText.longest else {
      return nil
    }
    return try? Parser.parse(
      SourceText(file: script.name, at: script.place, text: String(decoding: data, as: UTF8.self)))
  }

  /// Declares the variable that a statement of the top level makes.
  private func declare(_ statement: Statement) {
    switch statement.kind {
    case .letVariable(let name, _): interpreter.globals.declare(name, .unknown)
    case .parameter(let parameter): interpreter.globals.declare(parameter.name, .unknown)
    case .timed(let statement): declare(statement)
    default: break
    }
  }

  private mutating func note(_ fault: Diagnostic) { if attempts == 0 { faults.append(fault) } }

  // MARK: Statements

  private mutating func look(at statements: [Statement]) { for statement in statements { look(at: statement) } }

  private mutating func look(at block: [Statement], declaring names: [String]) {
    let outer = interpreter.scope
    interpreter.scope = Scope(in: outer)
    for name in names { interpreter.scope.declare(name, .unknown) }
    look(at: block)
    interpreter.scope = outer
  }

  private mutating func look(at statement: Statement) {
    switch statement.kind {
    case .pipeline(let pipeline): look(at: pipeline)
    case .letVariable(let name, let pipeline):
      look(at: pipeline)
      interpreter.scope.declare(name, .unknown)
    case .assignment(let name, let span, let pipeline):
      if knowsNames, interpreter.scope.holder(of: name) == nil { note(interpreter.unknownTarget(name, at: span)) }
      look(at: pipeline)
    case .branch(let branches, let otherwise):
      for (condition, body) in branches {
        look(at: condition)
        look(at: body, declaring: [])
      }
      look(at: otherwise, declaring: [])
    case .forEach(let name, let sequence, let body):
      look(at: sequence)
      look(at: body, declaring: [name])
    case .whileLoop(let condition, let body):
      look(at: condition)
      look(at: body, declaring: [])
    case .definition(let definition):
      if let fault = interpreter.fault(in: definition) { note(fault) }
      if attempts == 0 { definitions.append(definition) }
    case .parameter(let parameter):
      look(at: parameter.fallback.argument)
      interpreter.scope.declare(parameter.name, .unknown)
    case .returnValue(let pipeline): if let pipeline { look(at: pipeline) }
    case .breakLoop, .continueLoop: break
    case .attempt(let body, let failure, let handler):
      attempts += 1
      look(at: body, declaring: [])
      attempts -= 1
      look(at: handler, declaring: failure.map { [$0] } ?? [])
    case .timed(let statement): look(at: statement)
    case .hushed(let body): look(at: body, declaring: [])
    }
  }

  private mutating func look(in definition: Definition) {
    // A default may hang on the parameters before it.
    interpreter.scope = Scope(in: interpreter.globals)
    for parameter in definition.parameters {
      if let fallback = parameter.fallback { look(at: fallback.argument) }
      interpreter.scope.declare(parameter.name, .unknown)
    }
    interpreter.scope = interpreter.globals
    look(at: definition.body, declaring: definition.parameters.map(\.name))
  }

  private mutating func look(at pipeline: Pipeline) {
    for (index, stage) in pipeline.stages.enumerated() {
      switch stage {
      case .expression(let expression): look(at: expression)
      case .command(let command):
        look(at: command, piped: index > 0 ? .unknown : nil)
        let gives = interpreter.definitions[command.name] != nil ? nil : interpreter.registry[command.name]
        if index + 1 < pipeline.stages.count, gives.map({ type(of: $0).signature.result }) == "nothing" {
          note(interpreter.nothingToPipe(from: command))
        }
      }
    }
  }

  // MARK: Expressions

  private mutating func look(at expression: Expression) {
    switch expression.kind {
    case .literal: break
    case .variable(let name):
      guard knowsNames, interpreter.value(ofVariable: name) == nil else { return }
      note(interpreter.unknownVariable(name, at: expression.span, hint: nil))
    case .interpolation(let pieces):
      for case .value(let expression) in pieces { look(at: expression) }
    case .list(let items): for item in items { look(at: item) }
    case .record(let entries):
      for entry in entries {
        look(at: entry.name)
        look(at: entry.value)
      }
    case .group(let pipeline): look(at: pipeline)
    case .range(let first, let second), .binary(_, let first, let second, _), .index(let first, let second):
      look(at: first)
      look(at: second)
    case .negation(let operand), .not(let operand), .field(let operand, _, _): look(at: operand)
    }
  }

  private mutating func look(at argument: CommandSyntax.Argument) {
    switch argument.kind {
    case .word, .endOfOptions: break
    case .expression(let expression), .spread(let expression): look(at: expression)
    case .option(_, let value): if let value { look(at: value) }
    }
  }

  // MARK: Commands

  private mutating func look(at command: CommandSyntax, piped: Value?) {
    for argument in command.arguments { look(at: argument) }
    let definition = interpreter.definitions[command.name]
    guard let signature = definition?.signature ?? interpreter.registry[command.name].map({ type(of: $0).signature })
    else {
      if knowsNames { note(interpreter.unknownCommand(command, piped: piped)) }
      return
    }
    // Which of several definitions holds isn't known.
    if redefined.contains(command.name) { return }
    do throws(Diagnostic) {
      guard let given = try interpreter.given(to: command, leavesPlaces: signature.leavesPlaces) else { return }
      let isSource = definition == nil && command.name == SourceCommand.signature.name
      let signature = isSource ? interpreter.signature(ofSource: given) : signature
      let reader = FileReader(registry: interpreter.registry)
      var binder = ArgumentBinder(
        signature: signature, it: { .unknown }, home: interpreter.home, source: interpreter.source)
      if definition == nil { binder.reads = reader.reads }
      do {
        _ = try binder.bind(given, piped: piped, pipesFirst: definition != nil)
      } catch {
        throw interpreter.failure(error, of: signature, at: command.nameSpan)
      }
    } catch {
      note(error)
    }
  }
}

extension Signature {
  /// Whether the type of an argument decides which of several parameters it goes to.
  fileprivate var leavesPlaces: Bool { parameters.contains { $0.arity == .optional || $0.arity == .piped } }
}

extension Interpreter {
  /// What is wrong with a script as far as that can be told without running it, in the order in which it stands there.
  /// The interpreter is used up by it.
  public func faults(in source: SourceText) -> [Diagnostic] {
    var check = ScriptCheck(with: self)
    check.look(at: source)
    return check.faults
  }

  /// A command's arguments as they are written, with what is yet to be computed unknown; nil where it is not known how
  /// many there are.
  fileprivate func given(to command: CommandSyntax, leavesPlaces: Bool) throws(Diagnostic) -> [GivenArgument]? {
    var given: [GivenArgument] = []
    for argument in command.arguments {
      guard let argument = try self.given(argument) else { return nil }
      given.append(argument)
    }
    let isUnknown = given.contains { if case .value(let value, _) = $0.kind { value.isUnknown } else { false } }
    guard leavesPlaces, isUnknown else { return given }
    var isOptionValue = false
    return given.map { argument in
      defer { if case .option(_, nil) = argument.kind { isOptionValue = true } else { isOptionValue = false } }
      guard !isOptionValue, case .value = argument.kind else { return argument }
      return GivenArgument(kind: .value(.unknown, word: nil), span: argument.span)
    }
  }

  private func given(_ argument: CommandSyntax.Argument) throws(Diagnostic) -> GivenArgument? {
    switch argument.kind {
    case .word(let word):
      do throws(CommandFailure) {
        return GivenArgument(kind: .value(try Word.value(word), word: word), span: argument.span)
      } catch {
        throw failure(error, at: argument.span)
      }
    case .expression: return GivenArgument(kind: .value(argument.literal ?? .unknown, word: nil), span: argument.span)
    case .spread(let expression):
      guard let value = expression.literal else { return nil }
      return GivenArgument(kind: .spread(value), span: argument.span)
    case .option(let name, let attached):
      let value = if let attached { try given(attached) } else { GivenArgument?.none }
      return GivenArgument(kind: .option(name, value), span: argument.span)
    case .endOfOptions: return GivenArgument(kind: .endOfOptions, span: argument.span)
    }
  }
}

extension CommandSyntax.Argument {
  /// The path that it names, where it is written out.
  fileprivate var path: String? {
    if case .word(let word) = kind { return word }
    if case .string(let text)? = literal { return text }
    return nil
  }
}
