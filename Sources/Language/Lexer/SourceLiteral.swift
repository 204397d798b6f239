/// Text as it is written in a program, so that the parser reads the same text again: the one place that knows what has
/// to stand in quotes, and how.
public enum SourceLiteral {
  /// A text as a string in quotes; what can't be seen, and what would end the string or begin an expression in it, is
  /// escaped.
  public static func quoted(_ text: String) -> String { "\"" + escaped(text) + "\"" }

  /// A text as an argument that drumlin writes: bare when it is a name such as `mel` or `no-grid`, else in quotes.
  ///
  /// A path or a word with a capital would read back as well when bare; in quotes it is plainly a text.
  public static func word(_ text: String) -> String { isName(text) ? text : quoted(text) }

  /// What stands between the quotes of a string.
  package static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\", "{": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where visible(String(scalar)) != String(scalar): result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Whether a text can be typed bare as an argument that wants a text: the lexer takes all of it as one word, and it
  /// is no option.
  package static func isWord(_ text: String) -> Bool {
    let lexer = Lexer(text)
    return !text.isEmpty && !text.hasPrefix("--") && lexer.wordEnd(from: 0) == lexer.bytes.count
  }

  /// Whether a text is a name in kebab-case that stands for no other value.
  package static func isName(_ text: String) -> Bool {
    let isLetter = { (byte: UInt8) in 0x61...0x7A ~= byte }
    guard text.utf8.first.map(isLetter) ?? false, !["true", "false", "nothing"].contains(text) else { return false }
    return text.utf8.allSatisfy { isLetter($0) || Characters.isDigit($0) || $0 == UInt8(ascii: "-") }
  }
}
