/// The commands there are, by name: those given, and those that belong to the language itself.
public struct CommandRegistry {
  /// In the order they were given, that of the reference; the language's own stand last.
  public let commands: [any Command]
  private let byName: [String: any Command]
  private let own: [any Command]

  /// These commands and the language's own, of which `source` is left out where `readsScripts` is false.
  public init(_ commands: [any Command], readsScripts: Bool = true) {
    own = readsScripts ? [Print(), SourceCommand()] : [Print()]
    self.commands = commands + own
    byName = Dictionary(
      self.commands.map { (type(of: $0).signature.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// These commands and some more, which stand before the language's own.
  public func adding(_ more: [any Command]) -> CommandRegistry {
    CommandRegistry(commands.dropLast(own.count) + more, readsScripts: own.count > 1)
  }

  public subscript(name: String) -> (any Command)? { byName[name] }

  public var names: [String] { signatures.map(\.name) }

  public var signatures: [Signature] { commands.map { type(of: $0).signature } }
}
