import Language

/// `help [TOPIC]`.
struct Help: Command {
  static let signature = Signature(
    name: "help", category: "Session",
    summary: "Lists the commands, or tells all about one.",
    parameters: [Parameter("topic", .text, .optional, help: "A command's name, or language.")],
    examples: [
      .init("help", "Every command in a line."),
      .init("help denoise-start", "All about one."),
      .init("help language", "The language on one page."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let registry = session.commands
    switch call.text("topic") {
    case nil:
      for line in overview(registry.signatures) { call.host.print(line) }
    case "language"?:
      call.host.print(languagePage)
    case let name?:
      guard let command = registry[name] else {
        throw CommandFailure(
          "there is no command \(name)", hint: "help lists them all, help language tells of the language",
          argument: "topic")
      }
      call.host.print(type(of: command).signature.help(columns: call.host.display.columns))
    }
    return .nothing
  }

  /// The commands by category, one a line.
  private func overview(_ signatures: [Signature]) -> [String] {
    let width = signatures.map(\.name.count).max() ?? 0
    var lines: [String] = []
    var category = ""
    for signature in signatures {
      if signature.category != category {
        category = signature.category
        lines += lines.isEmpty ? [category] : ["", category]
      }
      let padding = String(repeating: " ", count: width - signature.name.count)
      lines.append("  \(signature.name)\(padding)  \(signature.summary)")
    }
    return lines + ["", "help NAME tells all about a command; help language, how the language goes."]
  }
}

private let languagePage = """
  One command a line, or several with ;             load-model kicks.ckpt; generate
  A value gets a name with let                      let $kick = generate --seed 42
  $it is the last value                             plot; export kick.wav
  | hands a value on                                generate | export kick.wav
  Strings take any expression in braces             export "kick-{$seed}.wav"
  Numbers have units                                0.75s  20ms  44.1kHz  -6dB  50%
  Lists and ranges                                  [1, 2, 3]  1..8  $xs[0]
  Loops and conditions                              for $seed in 1..8 { generate --seed $seed }
  A command's result inside another                 plot mel (load-audio snare.wav)
  Values have fields                                $kick.duration, $kick.peak < -3dB
  # begins a comment; a block may span lines, and so may brackets.
  """
