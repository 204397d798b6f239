/// The commands there are, by name: those given, and those that belong to the language itself.
public struct CommandRegistry {
  /// In the order they were given, that of the reference; the language's own stand last.
  public let commands: [any Command]
  private let byName: [String: any Command]

  public init(_ commands: [any Command]) {
    self.commands = commands + Self.own
    byName = Dictionary(
      self.commands.map { (type(of: $0).signature.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// These commands and some more, which stand before the language's own.
  public func adding(_ more: [any Command]) -> CommandRegistry {
    CommandRegistry(commands.dropLast(Self.own.count) + more)
  }

  private static var own: [any Command] { [Print(), SourceCommand()] }

  public subscript(name: String) -> (any Command)? { byName[name] }

  public var names: [String] { signatures.map(\.name) }

  public var signatures: [Signature] { commands.map { type(of: $0).signature } }
}
