/// The commands there are, by name: those given, and those that belong to the language itself.
public struct CommandRegistry {
  /// In the order they were given, that of the reference; the language's own stand last.
  public let commands: [any Command]
  private let byName: [String: any Command]
  private let own: [any Command]
  private let readsScripts: Bool

  /// These commands and the language's own, of which those that reach beyond a script are left out where `readsScripts`
  /// is false.
  public init(_ commands: [any Command], readsScripts: Bool = true) {
    self.readsScripts = readsScripts
    own = readsScripts ? [Print(), Round(), SourceCommand(), Exit(), Quit()] : [Print(), Round()]
    self.commands = commands + own
    byName = Dictionary(
      self.commands.map { (type(of: $0).signature.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// These commands and some more, which stand before the language's own.
  public func adding(_ more: [any Command]) -> CommandRegistry {
    CommandRegistry(commands.dropLast(own.count) + more, readsScripts: readsScripts)
  }

  /// The command of that name.
  public subscript(name: String) -> (any Command)? { byName[name] }

  /// The names of all commands, in order.
  public var names: [String] { signatures.map(\.name) }

  /// What all commands take, in order.
  public var signatures: [Signature] { commands.map { type(of: $0).signature } }
}
