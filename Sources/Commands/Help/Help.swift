import Language

/// `help [TOPIC]`.
struct Help: Command {
  static let topic = Parameter(optional: "topic", .text, help: "A command, a group of commands, or language.")
  static let search = Option("search", .text, help: "Lists the commands whose texts hold all these words.")

  static let signature = Signature(
    "help", category: .session,
    summary: "Lists the commands, or tells all about one.",
    discussion: """
      A topic is a command's name or how it begins, a group of commands such as denoising, or language. What is none \
      of them is searched for in the texts of all commands.

      At the prompt ?name and name? are short for help name; F1, or Alt-H, tells of the command that the cursor is in, \
      and leaves the line as it is. A page that is higher than the terminal goes through $PAGER, or less.
      """,
    parameters: [topic], options: [search], effect: .looks,
    examples: [
      .init("help", "Every command in a line."),
      .init("help denoise-start", "All about one."),
      .init("help denoising", "The commands of a group."),
      .init("help language", "The language on one page."),
      .init("help --search \"clean sound\"", "The commands in whose texts both words stand."),
    ])

  func run(_ call: Call) throws -> Value {
    let manual = Manual(
      commands: call.commandSignatures + call.definedSignatures, columns: call.host.display.columns)
    if let words = call[Self.search] {
      guard let lines = manual.mentions(of: words) else {
        throw CommandFailure("no command's text holds \(words)", hint: "help lists them all", argument: Self.search)
      }
      call.host.page(lines)
      return .nothing
    }
    guard let topic = call[Self.topic]?.lowercased(), !topic.isEmpty else {
      call.host.page(manual.overview)
      return .nothing
    }
    guard let page = manual.page(topic) else {
      throw CommandFailure(
        "there is no command \(topic), and no text that holds the word",
        hint: manual.near(topic).map { "did you mean \($0)?" }
          ?? "help lists the commands, help language tells of the language",
        argument: Self.topic)
    }
    call.host.page(page)
    return .nothing
  }
}
