import Language

/// `reference`.
struct ReferenceCommand: Command {
  static let signature = Signature(
    "reference", category: .session,
    summary: "Writes the language and all commands as one Markdown page.",
    discussion: "It is made from the same declarations as help; tutorials/reference.md is what it writes.",
    effect: .looks,
    examples: [.init("reference", "All there is, on one long page.")])

  func run(_ call: Call) throws -> Value {
    let page = call.commandSignatures.reference(
      title: "Reference",
      introduction: """
        Made from the declarations of the commands by `drumlin -e reference > tutorials/reference.md`; change those, \
        not this page. The prompt tells the same: `help`, and `help NAME` for one command.
        """)
    // The line end is added by page.
    call.host.page(String(page.dropLast()))
    return .nothing
  }
}
