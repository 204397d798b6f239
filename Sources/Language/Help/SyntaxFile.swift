/// A file by which an editor colours scripts, made from the words of the language and the names of the commands.
package enum SyntaxFile: String, CaseIterable, Sendable {
  case vim, textmate, sublime, nano

  /// Its text.
  package func text(commands: [String]) -> String {
    let words = SyntaxWords(commands: commands)
    return switch self {
    case .vim: words.vim
    case .textmate: words.textmate
    case .sublime: words.sublime
    case .nano: words.nano
    }
  }
}

/// The words and the patterns that the files have in common.
struct SyntaxWords {
  /// Alternatives of a pattern.
  let commands: String
  let statements: String
  let operators = "and|in|not|or"
  let constants = "false|nothing|true"
  let units = NumberLiteral.units.map(\.text).joined(separator: "|")

  init(commands: [String]) {
    self.commands = commands.sorted().joined(separator: "|")
    let others = Set((operators + "|" + constants).split(separator: "|").map(String.init))
    statements = Parser.keywords.subtracting(others).sorted().joined(separator: "|")
  }

  /// A pattern and the scopes of what it, or each of its groups, matches, in the names that themes know.
  struct Rule {
    let pattern: String
    /// By the number of the group; 0 is the whole.
    let scopes: [(group: Int, name: String)]
  }

  /// For the engines that have Oniguruma's patterns. The first that matches at a place wins.
  var rules: [Rule] {
    // What may follow a name that ends here; the = of an option's value, the comma of a list and a dot may.
    let end = #"(?![-\w./~+:@%*?])"#
    let start = #"(?:^|(?<=[;|{(])|(?<== )|(?<=return |time ))[ \t]*"#
    let number = #"(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?(?:\#(units))?"#
    return [
      Rule(pattern: "#.*$", scopes: [(0, "comment.line.number-sign")]),
      Rule(
        pattern: #"(?:^|(?<=[;{]))[ \t]*(def)[ \t]+([\w-]+)"#,
        scopes: [(1, "keyword.control"), (2, "entity.name.function")]),
      Rule(
        pattern: #"(?:^|(?<=[;|{}(])|(?<=else |time ))[ \t]*(\#(statements))\#(end)"#,
        scopes: [(1, "keyword.control")]),
      Rule(pattern: #"\#(start)(\#(commands))\#(end)"#, scopes: [(1, "support.function")]),
      Rule(pattern: #"(?<!\S)--[\w-]+"#, scopes: [(0, "variable.parameter")]),
      Rule(pattern: #"\$\w+(?:-[A-Za-z]\w*)*"#, scopes: [(0, "variable.other")]),
      Rule(
        pattern: #"(?<![-\w$./~:@])[-+]?\#(number)(?:\.\.-?\#(number))?(?![\w~/@:])(?!-\w)(?!\.\w)"#,
        scopes: [(0, "constant.numeric")]),
      Rule(pattern: #"(?<![-\w$./~:@])(?:\#(constants))\#(end)"#, scopes: [(0, "constant.language")]),
      Rule(pattern: #"(?<=[\s(])(?:\#(operators))(?=[\s)])"#, scopes: [(0, "keyword.operator")]),
    ]
  }

  static let escape = #"\\(?:u\{[0-9A-Fa-f]+\}|.)"#
}
