/// A verb of the language. Each stands in a file of its own: its declaration, and what it does.
public protocol Command {
  static var signature: Signature { get }

  /// Does the work. Throws `CommandFailure`, or any error of the engine, whose description's first line says what is
  /// wrong and whose further lines say what to do.
  /// - Returns: what the pipe hands on and `$it` becomes, or `.nothing`, which leaves `$it` alone.
  func run(_ call: Call) throws -> Value
}

/// A command that could not do its work, in words for the person who typed it.
public struct CommandFailure: Error, CustomStringConvertible {
  /// What is wrong: no capital at its start and no full stop at its end.
  public let message: String
  /// What to do about it, if that helps.
  public let hint: String?
  /// The parameter or option (without dashes) whose argument is to blame; its place is shown.
  public let argument: String?

  public init(_ message: String, hint: String? = nil, argument: String? = nil) {
    self.message = message
    self.hint = hint
    self.argument = argument
  }

  public var description: String { hint.map { message + "\n" + $0 } ?? message }
}

/// An error whose description says what is wrong, and for which what to do is worded apart: by who knows the commands.
public protocol Hinted: Error {
  /// What to do about it, if that helps.
  var hint: String? { get }
}

/// The computation was stopped by Ctrl-C.
public struct Interrupted: Error {
  public init() {}
}
