/// `text` as it may be shown on a terminal: control characters replaced, and cut when it is long.
///
/// What a file calls its parts goes into error texts, and a hostile file must not steer the terminal with it.
package func printable(_ text: String, limit: Int = 120) -> String {
  var shown = ""
  var count = 0
  for scalar in text.unicodeScalars {
    guard count < limit else { return shown + "…" }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
      shown.unicodeScalars.append("\u{FFFD}")
    default: shown.unicodeScalars.append(scalar)
    }
    count += 1
  }
  return shown
}
