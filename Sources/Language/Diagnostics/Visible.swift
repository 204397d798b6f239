/// A text with what can't be seen, or would move the cursor, replaced by signs for it: nothing is left in it that a
/// terminal obeys.
/// - Parameter keeping: characters that stay as they are, such as ends of lines.
package func visible(_ text: some StringProtocol, keeping: Set<Unicode.Scalar> = []) -> String {
  // Plain text is the usual case.
  if text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) { return String(text) }
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case _ where keeping.contains(scalar): result.unicodeScalars.append(scalar)
    case 0..<0x20: result.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "?")
    case 0x7F: result += "␡"
    case 0x200C, 0x200D: result.unicodeScalars.append(scalar)
    default:
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
  return result
}
