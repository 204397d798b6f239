/// How many cells of a terminal a text covers.
public enum DisplayWidth {
  /// The columns that a text takes on a terminal.
  public static func of(_ text: some StringProtocol) -> Int {
    // Plain text is the usual case.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
    return text.reduce(0) { $0 + of($1) }
  }

  /// A text cut to so many cells, with an ellipsis where it was cut.
  package static func shortened(_ text: String, to limit: Int) -> String {
    guard of(text) > limit else { return text }
    var width = 1
    var kept = ""
    for character in text {
      width += of(character)
      if width > limit { break }
      kept.append(character)
    }
    return kept + "…"
  }

  /// The cells of one character as it is seen: 0, 1 or 2.
  public static func of(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    // An emoji made of several, or made one by a variation selector, is as wide as an emoji.
    if scalars.count > 1, scalars.contains(where: { $0.value == 0xFE0F || $0.value == 0x200D }) { return 2 }
    return scalars.reduce(0) { max($0, of($1)) }
  }

  /// The cells of one code point: 0, 1 or 2.
  private static func of(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator: return 0
    default: return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }
  }

  /// Unicode's East Asian wide and full-width characters, and the emoji, in broad ranges.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x231A...0x231B, 0x23E9...0x23EC, 0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653,
    0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5, 0x2705...0x2705, 0x270A...0x270B, 0x2728...0x2728,
    0x274C...0x274C, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797, 0x2B1B...0x2B1C, 0x2B50...0x2B50,
    0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF,
    0x1AFF0...0x1B2FF, 0x1F004...0x1F004, 0x1F0CF...0x1F0CF, 0x1F18E...0x1F18E, 0x1F191...0x1F19A,
    0x1F1E6...0x1F1FF, 0x1F200...0x1F320, 0x1F32D...0x1F335, 0x1F337...0x1F37C, 0x1F37E...0x1F393,
    0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0, 0x1F3F4...0x1F3F4, 0x1F3F8...0x1F43E,
    0x1F440...0x1F440, 0x1F442...0x1F4FC, 0x1F4FF...0x1F53D, 0x1F54B...0x1F567, 0x1F57A...0x1F57A,
    0x1F595...0x1F596, 0x1F5A4...0x1F5A4, 0x1F5FB...0x1F64F, 0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC,
    0x1F6D0...0x1F6D7, 0x1F6DC...0x1F6DF, 0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7EB,
    0x1F90C...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x3FFFD,
  ]
}

/// Breaks texts into lines that fit a width.
package enum TextLayout {
  /// The words of a text in lines of at most `columns`; the first is indented by `indent`, the rest by `hanging`.
  package static func wrapped(_ text: String, columns: Int, indent: Int = 0, hanging: Int? = nil) -> String {
    var lines: [String] = []
    var line = String(repeating: " ", count: indent)
    var width = indent
    var isEmpty = true
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      let wordWidth = DisplayWidth.of(String(word))
      if !isEmpty, width + 1 + wordWidth > columns {
        lines.append(line)
        width = hanging ?? indent
        line = String(repeating: " ", count: width)
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      width += wordWidth + (isEmpty ? 0 : 1)
      isEmpty = false
    }
    return (isEmpty ? lines : lines + [line]).joined(separator: "\n")
  }

  /// The parts of a text that empty lines separate.
  package static func paragraphs(_ text: String) -> [String] {
    var paragraphs: [[Substring]] = [[]]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.allSatisfy(\.isWhitespace) {
        paragraphs.append([])
      } else {
        paragraphs[paragraphs.count - 1].append(line)
      }
    }
    return paragraphs.filter { !$0.isEmpty }.map { $0.joined(separator: " ") }
  }

  /// Two columns: names, and what they are. A name too long for its column has a line of its own.
  package static func table(_ entries: [(name: String, text: String)], columns: Int) -> String {
    let widest = entries.map { DisplayWidth.of($0.name) }.max() ?? 0
    let margin = min(widest, max(columns / 3, 8)) + 4
    return entries.map { name, text in
      let body = wrapped(text, columns: columns, indent: margin)
      let width = DisplayWidth.of(name)
      guard width + 4 <= margin, !body.isEmpty else {
        return body.isEmpty ? "  \(name)" : "  \(name)\n\(body)"
      }
      return "  \(name)" + String(repeating: " ", count: margin - 2 - width) + body.dropFirst(margin)
    }.joined(separator: "\n")
  }
}
