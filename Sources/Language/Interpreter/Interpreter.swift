/// Runs programs of the language: it keeps their variables and definitions, and knows what commands there are.
public final class Interpreter {
  /// How deep calls, blocks and expressions may lie inside each other while a program runs; chosen so that a thread's
  /// usual stack of 8 MB suffices in a debug build too.
  static let depthLimit = 1500
  /// How many calls may be under way at once.
  package static let callLimit = 250

  /// The commands that programs can call.
  public let registry: CommandRegistry
  /// Where output goes; inside `quiet` a place that keeps it to itself.
  var host: any Host
  let transaction: (Call, () throws -> Value) throws -> Value
  /// The clock that `time` reads.
  package var now: () -> ContinuousClock.Instant = { .now }
  /// What `~` stands for in paths.
  let home: String?

  /// The value of the last command that gave one: `$it`. What was foreseen is made when it is asked for.
  public internal(set) var it: Value {
    get {
      if let make = makeIt {
        makeIt = nil
        if let made = try? make() { last = made }
      }
      return last
    }
    set {
      (last, makeIt) = (newValue, nil)
      (changes, results) = (changes + 1, results + 1)
    }
  }
  /// `$it`, or what stands for it while it is foreseen and not made; and what makes it then.
  private var last = Value.nothing
  private var makeIt: (() throws -> Value)?

  /// Takes what was foreseen for `$it`.
  func take(_ foreseen: Foreseen) {
    it = foreseen.standIn
    makeIt = foreseen.make
  }

  /// How often `$it` or a definition was set, and `$it` alone.
  var (changes, results) = (0, 0)
  /// What programs may take; nil for a user's own, which may take anything.
  public var budget: Budget?
  /// Tells what commands of a pipeline come to where that is there already, so that none of them has to run.
  public var foresee: (([Foreseen.Step]) throws -> Foreseen?)?
  /// Told of each statement of the top level.
  public var onStatement: ((StatementEvent, ProgramMemory) -> Void)?
  var arguments: [Value] = []
  /// The values that a script's parameters were given and have not yet taken.
  public var parameters: [String: Value] = [:]
  let globals = Scope()
  var scope: Scope
  var definitions: [String: Definition] = [:] {
    didSet { changes += 1 }
  }
  /// The text that the statements being run were read from.
  var source = SourceText(name: "", text: "")
  /// Whether the values of bare expressions are printed.
  var echoes = false
  var depth = 0
  var calls = 0
  /// The stack of the thread that a program runs on.
  var stack = StackRoom()

  /// - Parameters:
  ///   - home: the folder that `~/` stands for; it stands for itself when nil.
  ///   - transaction: wraps the run of each command, so that what it changed can be taken back when it throws.
  public init(
    registry: CommandRegistry, host: any Host, home: String? = nil,
    transaction: @escaping (Call, () throws -> Value) throws -> Value = { try $1() }
  ) {
    self.registry = registry
    self.host = host
    self.home = home
    self.transaction = transaction
    scope = globals
  }

  /// Runs a program. It is parsed whole first: one that does not parse does nothing.
  /// - Parameters:
  ///   - arguments: what `$args` holds, when given; those that read as numbers are numbers.
  ///   - echo: whether a bare expression's value is printed, as at the prompt.
  public func run(_ source: SourceText, arguments: [String]? = nil, echo: Bool = false) throws(Diagnostic) {
    let program = try Parser.parse(source)
    if let arguments { self.arguments = arguments.map(Word.argument) }
    let parts = onStatement.map { _ in source.steps(of: program.statements) }
    try run(program.statements, of: source, comments: parts?.steps.map(\.text) ?? [], echo: echo)
    if let end = parts?.end, !end.isEmpty { onStatement?(.comment(end), memory) }
  }

  /// Runs statements that were read from a source.
  /// - Parameter comments: those above each, where somebody wants to be told of them.
  func run(
    _ statements: [Statement], of source: SourceText, comments: [String], echo: Bool
  ) throws(Diagnostic) {
    defer {
      scope = globals
      echoes = false
      depth = 0
      calls = 0
    }
    self.source = source
    stack = StackRoom()
    echoes = echo
    do {
      try executeTopLevel(statements, comments: comments)
    } catch let diagnostic as Diagnostic {
      throw diagnostic
    } catch {
      throw Diagnostic(String(describing: error), source: source, span: nil)
    }
  }

  /// The names of the variables a prompt can use, without `$`.
  public var variableNames: [String] { (["args", "it"] + globals.variables.keys).sorted() }

  /// A variable's value; its name is given without `$`.
  public func value(ofVariable name: String) -> Value? {
    switch name {
    case "it": it
    case "args": .list(arguments)
    default: scope.value(of: name)
    }
  }

  /// What the calls of commands can ask for.
  private(set) lazy var surroundings = Call.Surroundings(
    definitions: { [unowned self] in definedSignatures }, commands: { [unowned self] in registry.signatures },
    variables: { [unowned self] in variableNames.map { ($0, value(ofVariable: $0) ?? .nothing) } },
    recall: { [unowned self] in recall($0) })

  /// What the commands that programs defined take, by name.
  public var definedSignatures: [Signature] {
    definitions.values.map(\.signature).sorted { $0.name < $1.name }
  }

  /// What programs have left behind so far.
  public var memory: ProgramMemory {
    ProgramMemory(
      it: last, variables: globals.variables, definitions: definitions, changes: changes + globals.changes,
      results: results)
  }

  /// Puts back what was there before; what the blocks under way declared stays.
  private func recall(_ memory: ProgramMemory) {
    globals.replace(by: memory.variables)
    definitions = memory.definitions
    it = memory.it
    results = memory.results
  }

  // MARK: Messages

  func failure(_ message: String, hint: String? = nil, at span: Span) -> Diagnostic {
    Diagnostic(message, hint: hint, source: source, span: span)
  }

  func failure(_ failure: CommandFailure, at span: Span) -> Diagnostic {
    self.failure(failure.message, hint: failure.hint, at: span)
  }

  /// Counts a statement or a turn of a loop. Throws when Ctrl-C was pressed, or the budget is used up.
  func checkInterrupt(at span: Span) throws {
    if host.isInterrupted {
      throw Diagnostic(kind: .interrupted, "interrupted", source: source, span: span)
    }
    try attributing(to: span) { () throws(CommandFailure) in try budget?.takeStatement() }
  }

  /// Counts one level of nesting more.
  func enter(at span: Span) throws {
    depth += 1
    if depth > Self.depthLimit || stack.isUsedUp {
      throw failure("this goes too deep", hint: "does it call itself?", at: span)
    }
  }
}
