extension Completion {
  /// The variables that a text binds, in the order it does: those of a block that is still being typed.
  static func variables(boundIn text: String) -> [String] {
    var names: [String] = []
    var previous = ""
    var isInDefinition = false
    for word in text.split(omittingEmptySubsequences: false, whereSeparator: { " \t\r\n;|(){}[]".contains($0) }) {
      if previous == "def" { isInDefinition = true }
      // The brace that ends a definition's parameters leaves an empty word behind the space before it.
      if isInDefinition, word.isEmpty { isInDefinition = false }
      if word.hasPrefix("$"), ["let", "for", "catch"].contains(previous) || isInDefinition {
        names.append(name(word.dropFirst()))
      } else if word.hasPrefix("--"), isInDefinition {
        names.append(name(word.dropFirst(2)))
      }
      if !word.isEmpty { previous = String(word) }
    }
    return names.filter { !$0.isEmpty }
  }

  private static func name(_ word: Substring) -> String { String(word.prefix { $0 != "=" && $0 != "." }) }

  /// What the words that begin a statement are followed by: shown where nothing can be completed behind one.
  static let statements: [String: String] = [
    "let": "let $name = VALUE", "if": "if CONDITION { … } else { … }", "for": "for $name in LIST { … }",
    "while": "while CONDITION { … }", "def": "def name $parameter $other=6dB --option=20ms { … }",
    "try": "try { … } catch $error { … }",
  ]

  /// Words that begin a statement besides the commands.
  static let keywords = ["let", "if", "for", "while", "def", "return", "break", "continue", "try", "time"]

  /// Words that stand before a command.
  static let prefixes: Set<String> = ["time", "return"]
}
