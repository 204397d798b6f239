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
