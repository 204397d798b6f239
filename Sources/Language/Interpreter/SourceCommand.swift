/// `source`: runs another file. What it does stands in the interpreter, since it needs the parser and the variables.
struct SourceCommand: Command {
  static let file = Parameter("file", .path(.read(endings: ["drum"])), help: "The script to run.")
  static let signature = Signature(
    "source", category: .language, summary: "Runs another script's commands here.",
    discussion: """
      Its variables and definitions stay. A relative path counts from the folder of the script that says source, at the \
      prompt from the current folder.
      """,
    parameters: [file], effect: .session,
    examples: [Signature.Example("source effects.drum", "defines what effects.drum defines")])

  func run(_ call: Call) throws -> Value { .nothing }
}
