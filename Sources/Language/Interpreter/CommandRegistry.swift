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

  /// The command of that name.
  public subscript(name: String) -> (any Command)? { byName[name] }

  /// The names of all commands, in order.
  public var names: [String] { signatures.map(\.name) }

  /// What all commands take, in order.
  public var signatures: [Signature] { commands.map { type(of: $0).signature } }
}

/// `print`: writes values.
struct Print: Command {
  static let values = Parameter(rest: "values", .any, help: "What to write.")
  static let signature = Signature(
    "print", category: .language, summary: "Writes values, with a space between them.",
    discussion: "Strings are written without quotes. With no value it writes an empty line.",
    parameters: [values], effect: .pure,
    examples: [
      Signature.Example("print \"seed {42}\"", "writes: seed 42"),
      Signature.Example("print (1 + 2) [a, b]", "writes: 3 [\"a\", \"b\"]"),
    ])

  func run(_ call: Call) throws -> Value {
    var line = ""
    for (index, value) in call[Self.values].enumerated() {
      guard let text = value.formatted(limit: Operators.textLimit), line.utf8.count < Operators.textLimit else {
        throw Operators.textTooLong
      }
      line += (index > 0 ? " " : "") + text
    }
    call.host.write(line)
    return .nothing
  }
}

/// `source`: runs another file. What it does stands in the interpreter, since it needs the parser and the variables.
struct SourceCommand: Command {
  static let file = Parameter("file", .path(.read(endings: ["drum"])), help: "The script to run.")
  static let signature = Signature(
    "source", category: .language, summary: "Runs another script's commands here.",
    discussion: """
      Its variables and definitions stay. A relative path counts from the folder of the script that says source, at \
      the prompt from the current folder.
      """,
    parameters: [file], effect: .session,
    examples: [Signature.Example("source effects.drum", "defines what effects.drum defines")])

  func run(_ call: Call) throws -> Value { .nothing }
}
