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
    call.host.print(line)
    return .nothing
  }
}
