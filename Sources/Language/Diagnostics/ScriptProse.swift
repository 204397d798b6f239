/// The comments of a script as a terminal shows them.
package enum ScriptProse {
  /// Comment lines in so many columns: paragraphs are broken anew, rules of dashes are cut, and what is indented, in a
  /// table or between fences stays as it is written.
  package static func wrapped(_ text: String, columns: Int) -> [String] {
    var lines: [String] = []
    var paragraph: [Substring] = []
    var hanging = 0
    var isFenced = false
    func flush() {
      guard !paragraph.isEmpty else { return }
      let width = max(columns - 3, 18)
      let broken = TextLayout.wrapped(paragraph.joined(separator: " "), columns: width, hanging: hanging)
      lines += broken.split(separator: "\n").map { "# " + $0 }
      paragraph = []
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let comment = line.drop { $0 == " " || $0 == "\t" }
      let content = comment.dropFirst().first == " " ? comment.dropFirst(2) : comment.dropFirst()
      let isFence = content.hasPrefix("```") || content.hasPrefix("~~~")
      if isFence { isFenced.toggle() }
      if comment.first != "#" || content.allSatisfy({ $0 == " " }) || isFence || isFenced || content.first == "|" {
        flush()
        lines.append(String(comment))
      } else if content.first == " " {
        // Behind a point of a list it is the point's next line.
        if !paragraph.isEmpty, hanging > 0 {
          paragraph.append(content)
        } else {
          flush()
          lines.append(String(comment))
        }
      } else if isRule(content) {
        flush()
        lines.append(rule(comment, columns: columns))
      } else {
        let point = point(of: content)
        if point > 0 || content.first == "#" || paragraph.isEmpty { flush() }
        if paragraph.isEmpty { hanging = point }
        paragraph.append(content)
        // A heading is a line of its own.
        if content.first == "#" { flush() }
      }
    }
    flush()
    return lines
  }

  /// Comment lines without their signs.
  package static func bare(_ lines: [String]) -> [String] {
    lines.map { line in
      let content = line.dropFirst(line.first == "#" ? 1 : 0)
      return String(content.first == " " ? content.dropFirst() : content)
    }
  }

  /// Whether a line is `-- Title -----`, or dashes alone.
  package static func isRule(_ content: some StringProtocol) -> Bool {
    content.hasPrefix("--") && content.hasSuffix("--") && (content.hasPrefix("-- ") || content.allSatisfy { $0 == "-" })
  }

  /// `# -- Title -----`, with as many dashes at its end as there is room for.
  private static func rule(_ line: Substring, columns: Int) -> String {
    var rule = line
    var width = DisplayWidth.of(rule)
    while width >= columns, rule.hasSuffix("---") {
      rule.removeLast()
      width -= 1
    }
    return String(rule)
  }

  /// The width of the sign before a list's point: `- `, `* ` or `1. `; 0 where there is none.
  private static func point(of content: Substring) -> Int {
    if content.hasPrefix("- ") || content.hasPrefix("* ") { return 2 }
    let digits = content.prefix { $0.isASCII && $0.isNumber }
    return !digits.isEmpty && content.dropFirst(digits.count).hasPrefix(". ") ? digits.count + 2 : 0
  }
}
