import Language

/// `history [WHAT]`.
package struct HistoryCommand: Command {
  /// How many entries to list, or the text that they hold.
  enum Selection: Sendable {
    case count(Int)
    case text(String)
  }

  static let what = Parameter(
    optional: "what",
    .either([
      ArgumentType<Int>.integer(in: 1...HistoryFile.capacity).map(Selection.count),
      ArgumentType<String>.text.map(Selection.text),
    ]), help: "How many entries, or a text that those listed hold.")
  static let count = Option(
    "count", in: 1...HistoryFile.capacity, default: 20, help: "How many entries, where WHAT doesn't say.")

  package static let signature = Signature(
    "history", category: Category("Session"),
    summary: "Lists what was typed at the prompt, the newest last.",
    discussion: """
      Each entry stands there once, where it was typed last. A line that begins with a space is not kept. The arrow \
      keys bring entries back whole, behind something typed those that begin so, and Ctrl-R searches them as one \
      types. The grey text behind the line is the rest of the newest entry that begins so: the right arrow takes it. \
      Ctrl-_ undoes.

      With NO_COLOR=1 or DRUMLIN_PLAIN=1 in the environment, nothing is suggested and the line has no colours.
      """,
    parameters: [what], options: [count], effect: .looks,
    examples: [
      .init("history", "The newest 20."),
      .init("history 100", "The newest 100."),
      .init("history denoise --count 5", "The newest 5 in which denoise stands."),
    ])

  let history: History

  package init(history: History) { self.history = history }

  package func run(_ call: Call) throws -> Value {
    var (text, count) = (nil as String?, call[Self.count])
    switch call[Self.what] {
    case .count(let wanted)?: count = wanted
    case .text(let wanted)?: text = wanted
    case nil: break
    }
    let entries = try history.entries().enumerated().map { (number: $0 + 1, text: $1) }
    let found = entries.filter { entry in text.map { Self.holds(entry.text, $0) } ?? true }
    let width = String(found.last?.number ?? 0).count
    let rows = found.suffix(count).map { entry in
      let number = String(entry.number)
      let margin = String(repeating: " ", count: width - number.count)
      // The further lines of an entry stand below its first.
      let lines = entry.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map {
        visible($0.replacing("\t", with: "  "))
      }
      return margin + number + "  " + lines.joined(separator: "\n" + String(repeating: " ", count: width + 2))
    }
    if rows.isEmpty {
      call.host.print(text.map { "nothing that was typed holds \(visible($0))" } ?? "nothing was typed yet")
    } else {
      call.host.page(rows.joined(separator: "\n"))
    }
    return .nothing
  }

  /// Whether an entry holds a text, in capitals or not.
  private static func holds(_ entry: String, _ text: String) -> Bool {
    entry.lowercased().contains(text.lowercased())
  }
}
