import CCmark

/// What the comments of a script tell, read as Markdown by cmark.
package struct Prose: Sendable {
  /// The text without the signs of comments.
  package let markdown: String

  /// The text of comments as they stand in a script, with the empty lines between them. A line such as
  /// `# -- Title ------` is a heading, and so is `## Title`; lines that are indented together are code.
  package init(comments: String) {
    let lines = comments.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(Self.bare)
    markdown = Self.paragraphs(lines).map(Self.paragraph).joined(separator: "\n\n")
  }

  private init(markdown: String) { self.markdown = markdown }

  /// Whether it tells nothing.
  package var isEmpty: Bool { markdown.isEmpty }

  /// The text's first paragraph or heading where it is a single line, as a script's title is, without the signs of
  /// Markdown, and the prose without it.
  package var title: (title: String, rest: Prose)? {
    guard let document = MarkdownDocument(markdown), let (line, end) = document.firstLine, line.count <= 100 else {
      return nil
    }
    let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(end)
    return (line, Prose(markdown: lines.drop { $0.allSatisfy(\.isWhitespace) }.joined(separator: "\n")))
  }

  /// The prose as HTML: headings begin at the second size, what looks like HTML reads as it was written, and pictures,
  /// which would be fetched, are links to them.
  var html: HTML {
    guard let document = MarkdownDocument(markdown), let rendered = document.tamed() else { return HTML(markdown) }
    return HTML(rendered: rendered)
  }

  // MARK: Comments

  /// A line of a comment, and whether it belongs to a block between fences, which stays as it is.
  private typealias Line = (text: String, isFenced: Bool)

  /// A comment without its sign and the space behind it.
  private static func bare(_ line: Substring) -> String {
    let text = line.drop(while: \.isWhitespace)
    guard text.first == "#" else { return String(text) }
    let content = text.dropFirst()
    return String(content.first == " " ? content.dropFirst() : content)
  }

  /// The lines between empty ones; those between fences stay together.
  private static func paragraphs(_ lines: [String]) -> [[Line]] {
    var paragraphs: [[Line]] = [[]]
    var open: Substring?
    for line in lines {
      let fence = fence(of: line)
      if let mark = open {
        paragraphs[paragraphs.count - 1].append((line, true))
        // A closing fence is as long as the opening one, and nothing stands behind it.
        if let fence, fence.mark.first == mark.first, fence.mark.count >= mark.count, fence.rest.isEmpty { open = nil }
      } else if line.allSatisfy(\.isWhitespace) {
        paragraphs.append([])
      } else {
        // What stands behind backticks holds none; else they are code within a line.
        if let fence, fence.mark.first == "~" || !fence.rest.contains("`") { open = fence.mark }
        paragraphs[paragraphs.count - 1].append((line, open != nil))
      }
    }
    return paragraphs.filter { !$0.isEmpty }
  }

  /// The signs of a fence, and what stands behind them.
  private static func fence(of line: String) -> (mark: Substring, rest: String)? {
    let text = line.drop { $0 == " " }
    guard let sign = text.first, sign == "`" || sign == "~", line.count - text.count < 4 else { return nil }
    let mark = text.prefix { $0 == sign }
    return mark.count < 3 ? nil : (mark, text.dropFirst(mark.count).filter { !$0.isWhitespace })
  }

  private static func paragraph(_ lines: [Line]) -> String {
    // Two spaces are enough for code in a comment, where Markdown asks for four; a list's lines may be indented too.
    let isList = ["-", "*", "+"].contains(lines.first?.text.drop { $0 == " " }.first)
    let isCode = lines.allSatisfy { $0.text.hasPrefix("  ") && !$0.isFenced } && !isList
    return lines.map { text, isFenced in
      isFenced ? text : isCode ? "    " + text.dropFirst(2) : heading(text) ?? text
    }.joined(separator: "\n")
  }

  /// A heading where the line is `-- Title ------`.
  private static func heading(_ line: String) -> String? {
    guard line.hasPrefix("-- "), line.hasSuffix(" --") || line.hasSuffix("---") else { return nil }
    var title = line.dropFirst(3)
    while title.last == "-" { title.removeLast() }
    while title.last?.isWhitespace ?? false { title.removeLast() }
    return title.isEmpty ? nil : "# \(title)\n"
  }
}
