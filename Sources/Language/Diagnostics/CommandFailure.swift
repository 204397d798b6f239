/// A command that could not do its work, in words for the person who typed it; the interpreter adds the place.
public struct CommandFailure: Error, CustomStringConvertible {
  /// What is wrong: no capital at its start and no full stop at its end.
  public let message: String
  /// What to do about it, if that helps; may have several lines.
  public let hint: String?
  /// The name of the parameter or option (without dashes) whose argument is to blame; its place is shown.
  package let argument: String?

  /// - Parameters:
  ///   - message: what is wrong.
  ///   - hint: what to do about it.
  public init(_ message: String, hint: String? = nil) {
    self.init(message, hint: hint, argumentName: nil)
  }

  /// A failure that names the argument it comes from.
  package init(_ message: String, hint: String?, argumentName: String?) {
    self.message = message
    self.hint = hint
    argument = argumentName
  }

  /// An engine's error in the language's form: the first line of its description is the message; its further lines, and
  /// what to do where the error is `Hinted`, are the hint.
  public init(describing error: any Error) {
    let lines = String(describing: error).split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: true)
    let hints = lines.dropFirst().map(String.init) + [(error as? any Hinted)?.hint].compactMap(\.self)
    self.init(
      lines.first.map(String.init) ?? "it failed", hint: hints.isEmpty ? nil : hints.joined(separator: "\n"))
  }

  /// The message, with the hint below it.
  public var description: String { hint.map { message + "\n" + $0 } ?? message }
}

/// An error whose description says what is wrong, and for which what to do is worded apart: by who knows the commands.
public protocol Hinted: Error {
  /// What to do about it, if that helps.
  var hint: String? { get }
}

/// The computation was stopped by Ctrl-C.
public struct Interrupted: Error {
  /// An interruption.
  public init() {}
}
