import Language

/// How the statements of a script and the comments above them are shown.
struct StepText {
  /// What they are shown on; on what is no terminal lines stay as they are written.
  let display: Display

  /// A script's comments, in lines that fit a terminal.
  func comments(_ text: String) -> [String] {
    guard display.isTerminal, !text.isEmpty else { return Self.lines(text) }
    return ScriptProse.wrapped(Self.lines(text).joined(separator: "\n"), columns: min(display.columns, 101)).map {
      painted($0, "36")
    }
  }

  /// Lines as they can be shown: a script may hold what moves the cursor.
  static func lines(_ text: String) -> [String] {
    if text.isEmpty { return [] }
    return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map {
      visible($0.replacing("\t", with: "  "))
    }
  }

  /// A text in a colour, where there are colours.
  func painted(_ text: String, _ code: String) -> String {
    display.isTerminal && display.hasColour && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
