import Language

/// What stands before the line that is typed.
package enum PromptText {
  /// A prompt made fit for a terminal: nothing in it moves the cursor, it leaves at least half of the line to what is
  /// typed (its parts, which ` · ` separates, go from the left), and it is ASCII where the terminal knows no more.
  package static func fitted(_ text: String, columns: Int, isUnicode: Bool) -> String {
    var shown = visible(text)
    while DisplayWidth.of(shown) > columns / 2, let dot = shown.firstRange(of: " · ") {
      shown = String(shown[dot.upperBound...])
    }
    if isUnicode { return shown }
    return shown.reduce(into: "") { ascii, character in
      switch character {
      case "·": ascii += "-"
      case "…": ascii += "..."
      default: ascii += character.isASCII ? String(character) : "?"
      }
    }
  }

  /// What stands before the further lines of a statement: as wide as the plain prompt, whatever the first line has.
  static let continuation = "    ...> "
}
