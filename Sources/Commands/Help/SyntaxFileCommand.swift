import Language

/// `syntax-file EDITOR`.
struct SyntaxFileCommand: Command {
  static let editor = Parameter("editor", .choice(of: SyntaxFile.allCases, name: \.rawValue), help: "For which editor.")
  static let signature = Signature(
    "syntax-file", category: .session,
    summary: "Writes the file by which an editor colours scripts.",
    discussion: """
      textmate is for Visual Studio Code too, sublime for bat. The first lines say where the file goes; it is made \
      from the grammar and the commands of this drumlin.
      """,
    parameters: [editor], effect: .looks,
    examples: [
      .init("syntax-file vim", "In a shell: drumlin -e \"syntax-file vim\" > ~/.vim/syntax/drumlin.vim")
    ])

  func run(_ call: Call) throws -> Value {
    let text = call[Self.editor].text(commands: call.commandSignatures.map(\.name))
    // The line end is added by write.
    call.host.write(String(text.dropLast()))
    return .nothing
  }
}
