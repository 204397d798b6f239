import Language

/// What the prompt understands besides the language.
package enum Shorthand {
  /// `?name`, `name?` and `name ?` as the `help` that they stand for, `?` alone as `help`, a pipe without a beginning
  /// as one that begins with `$it`; any other text as it is.
  package static func expanded(_ text: String) -> String {
    let start = text.drop(while: \.isWhitespace)
    if start.hasPrefix("|") { return "$it " + start }
    guard let topic = topic(of: text) else { return text }
    if topic.isEmpty { return "help" }
    return "help " + SourceLiteral.word(topic)
  }

  /// Whether a text asks for help in the short form.
  package static func isHelp(_ text: String) -> Bool { topic(of: text) != nil }

  private static func topic(of text: String) -> String? {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard let first = words.first else { return nil }
    if first.hasPrefix("?") {
      return words.joined(separator: " ").drop { $0 == "?" || $0 == " " }.description
    }
    let isAsked = words.count == 1 ? first.hasSuffix("?") : words.count == 2 && words[1] == "?"
    guard isAsked, first.first?.isLetter ?? false else { return nil }
    let name = first.prefix { $0 != "?" }
    return name.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0 == "-" } ? String(name) : nil
  }

  /// The shell's command line behind the `!` of a line; nil where there is none.
  package static func shellCommand(_ text: String) -> String? {
    let start = text.drop(while: \.isWhitespace)
    guard start.hasPrefix("!"), !start.contains(where: \.isNewline) else { return nil }
    return String(start.dropFirst().drop(while: \.isWhitespace))
  }

  /// Whether a line asks to leave.
  package static func isFarewell(_ text: String) -> Bool {
    let words = text.split(whereSeparator: \.isWhitespace)
    return words.count == 1 && ["exit", "quit", "exit()", "quit()"].contains(words[0])
  }
}
