/// A verb of the language. Each stands in a file of its own: its declaration, and what it does.
public protocol Command {
  static var signature: Signature { get }

  /// Does the work. Throws `CommandFailure`, or any error of the engine, whose description's first line says what is
  /// wrong and whose further lines say what to do.
  /// - Returns: what the pipe hands on and `$it` becomes, or `.nothing`, which leaves `$it` alone.
  func run(_ call: Call) throws -> Value
  /// What could stand as an argument as things are, besides what its type tells: completion offers it.
  func suggestions(for argument: String) -> [String]
}

extension Command {
  /// None, where nothing else is said.
  public func suggestions(for argument: String) -> [String] { [] }
}

/// One call of a command: its arguments, checked against the signature, and what it works with.
public struct Call {
  /// A value and the place it was typed at; no place for what was piped in or filled in.
  package struct Argument {
    package let value: Value
    package let span: Span?
    /// Whether it is the declaration's own default.
    package let isDefault: Bool

    package init(value: Value, span: Span?, isDefault: Bool = false) {
      (self.value, self.span, self.isDefault) = (value, span, isDefault)
    }
  }

  /// What the command takes.
  public let signature: Signature
  /// Where its output goes.
  public let host: any Host
  package let arguments: [String: Argument]
  let surroundings: Surroundings

  /// What there is around a call, told when it is asked for.
  struct Surroundings {
    let definitions: () -> [Signature]
    let commands: () -> [Signature]
    let variables: () -> [(name: String, value: Value)]
    let recall: (ProgramMemory) -> Void
  }

  init(signature: Signature, host: any Host, arguments: [String: Argument], in surroundings: Surroundings) {
    self.signature = signature
    self.host = host
    self.arguments = arguments
    self.surroundings = surroundings
  }

  /// What the commands of the registry take, in the order of the reference.
  public var commandSignatures: [Signature] { surroundings.commands() }

  /// The script's variables by name, `$it` and `$args` among them.
  public var scriptVariables: [(name: String, value: Value)] { surroundings.variables() }

  /// What the commands that programs defined take, by name.
  public var definedSignatures: [Signature] { surroundings.definitions() }

  /// Puts the script's variables, definitions and `$it` back as they were.
  public func recall(_ memory: ProgramMemory) { surroundings.recall(memory) }

  /// The argument of one of the command's own declarations, as its content.
  public subscript<Declaration: ArgumentDeclaration>(declaration: Declaration) -> Declaration.Content {
    guard let content = declaration.content(of: arguments[declaration.name]?.value) else {
      // The binder has checked what was typed: only a command that asks for what it has not declared comes here.
      preconditionFailure("\(signature.name) does not declare \(declaration.name)")
    }
    return content
  }

  /// Whether an argument was typed or piped in, rather than left to its default.
  public func isGiven(_ declaration: any ArgumentDeclaration) -> Bool {
    arguments[declaration.name].map { !$0.isDefault } ?? false
  }

  /// Whether an argument was typed: neither piped in, nor filled in, nor left to its default.
  public func isTyped(_ declaration: any ArgumentDeclaration) -> Bool {
    arguments[declaration.name]?.span != nil
  }

  /// The argument where it was typed or piped in; nil where it was left to its default.
  public func given<Declaration: ArgumentDeclaration>(_ declaration: Declaration) -> Declaration.Content? {
    isGiven(declaration) ? self[declaration] : nil
  }

  /// The argument of a described parameter or option as it was bound, with its default when that was not given.
  public func value(of name: String) -> Value? { arguments[name]?.value }

  /// Runs a piece of work whose failure is the fault of one argument: the error then shows that argument's place.
  public func blaming<Result>(_ argument: any ArgumentDeclaration, _ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch let failure as CommandFailure {
      throw failure.argument == nil ? failure.blaming(argument) : failure
    } catch let interruption as Interrupted {
      throw interruption
    } catch is CancellationError {
      throw Interrupted()
    } catch {
      throw CommandFailure(describing: error).blaming(argument)
    }
  }

  /// Throws `Interrupted` once Ctrl-C was pressed; to be called between steps.
  public func checkInterrupt() throws {
    if host.isInterrupted { throw Interrupted() }
  }
}

extension CommandFailure {
  /// A failure that is the fault of one argument.
  public init(_ message: String, hint: String? = nil, argument: any ArgumentDeclaration) {
    self.init(message, hint: hint, argumentName: argument.name)
  }

  /// The same failure as the fault of an argument.
  public func blaming(_ argument: any ArgumentDeclaration) -> CommandFailure {
    CommandFailure(message, hint: hint, argument: argument)
  }

  /// The same failure in other words.
  public func saying(_ message: String) -> CommandFailure {
    CommandFailure(message, hint: hint, argumentName: argument)
  }
}
