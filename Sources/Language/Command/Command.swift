/// A verb of the language. Each stands in a file of its own: its declaration, and what it does.
public protocol Command {
  static var signature: Signature { get }

  /// Does the work. Throws `CommandFailure`, or any error of the engine, whose description's first line says what is
  /// wrong and whose further lines say what to do.
  /// - Returns: what the pipe hands on and `$it` becomes, or `.nothing`, which leaves `$it` alone.
  func run(_ call: Call) throws -> Value
}
