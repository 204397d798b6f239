/// One call of a command: its arguments, checked against the signature and bound to its names.
public struct Call {
  /// A value and the place it was typed at; no place for what was piped in or filled in.
  package struct Argument {
    package let value: Value
    package let span: Span?

    package init(value: Value, span: Span?) { (self.value, self.span) = (value, span) }
  }

  public let signature: Signature
  public let host: any Host
  package let arguments: [String: Argument]
  private let definitions: () -> [Signature]
  private let commands: () -> [Signature]

  package init(
    signature: Signature, host: any Host, arguments: [String: Argument], definitions: @escaping () -> [Signature],
    commands: @escaping () -> [Signature] = { [] }
  ) {
    self.signature = signature
    self.host = host
    self.arguments = arguments
    self.definitions = definitions
    self.commands = commands
  }

  /// What the commands of the registry take, in the order of the reference.
  public var commandSignatures: [Signature] { commands() }

  /// What the commands that programs defined take, by name.
  public var definedSignatures: [Signature] { definitions() }

  /// The argument of a parameter or option (named without dashes); nothing when it was not given.
  public func value(_ name: String) -> Value? { arguments[name]?.value }

  /// Whether a flag was given.
  public func flag(_ name: String) -> Bool {
    if case .bool(true)? = value(name) { true } else { false }
  }

  /// A string argument; nothing when it was not given.
  public func text(_ name: String) -> String? {
    if case .string(let text)? = value(name) { text } else { nil }
  }

  /// A number's value, whatever its unit; nothing when it was not given.
  public func number(_ name: String) -> Double? { quantity(name)?.value }

  /// A number with its unit; nothing when it was not given.
  public func quantity(_ name: String) -> Quantity? {
    if case .number(let quantity)? = value(name) { quantity } else { nil }
  }

  /// A whole number; nothing when it was not given.
  public func integer(_ name: String) -> Int? { number(name).flatMap { Int(exactly: $0) } }

  /// An engine value; nothing when it was not given or is of another type.
  public func foreign<Engine: ForeignValue>(_ name: String, as type: Engine.Type = Engine.self) -> Engine? {
    if case .foreign(let value)? = value(name) { value as? Engine } else { nil }
  }

  /// All the items of a list or rest argument; empty when none was given.
  public func items(_ name: String) -> [Value] {
    if case .list(let items)? = value(name) { items } else { [] }
  }

  /// Runs a piece of work whose failure is the fault of one argument: the error then shows that argument's place.
  public func blaming<Result>(_ name: String, _ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch let failure as CommandFailure {
      throw CommandFailure(failure.message, hint: failure.hint, argument: failure.argument ?? name)
    } catch let interruption as Interrupted {
      throw interruption
    } catch {
      throw CommandFailure(describing: error, argument: name)
    }
  }

  /// Throws `Interrupted` once Ctrl-C was pressed; to be called between steps.
  public func checkInterrupt() throws {
    if host.isInterrupted { throw Interrupted() }
  }
}

extension CommandFailure {
  /// An engine's error in the language's form: the first line of its description is the message; its further lines, and
  /// what to do where the error is `Hinted`, are the hint.
  public init(describing error: any Error, argument: String? = nil) {
    let lines = String(describing: error).split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: true)
    let hints = lines.dropFirst().map(String.init) + [(error as? any Hinted)?.hint].compactMap(\.self)
    self.init(
      lines.first.map(String.init) ?? "it failed", hint: hints.isEmpty ? nil : hints.joined(separator: "\n"),
      argument: argument)
  }
}
