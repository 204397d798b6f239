import CCmark

/// What the comments of a script tell, read as Markdown by cmark.
package struct Prose: Sendable {
  /// The text without the signs of comments.
  let markdown: String

  /// The text of comments as they stand in a script, with the empty lines between them. A line such as
  /// `# -- Title ------` is a heading, and so is `## Title`; lines that are indented together are code.
  package init(comments: String) {
    let lines = comments.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(Self.bare)
    let paragraphs = lines.split(omittingEmptySubsequences: true) { $0.allSatisfy(\.isWhitespace) }
    markdown = paragraphs.map { Self.paragraph(Array($0)) }.joined(separator: "\n\n")
  }

  /// The text's first paragraph where it is a single plain line, as a script's title is, and the prose without it.
  package var title: (title: String, rest: Prose)? {
    let end = markdown.firstRange(of: "\n\n")?.lowerBound ?? markdown.endIndex
    var line = markdown[..<end]
    while line.first == "#" || line.first == " " { line.removeFirst() }
    guard !line.isEmpty, line.count <= 100, !line.contains(where: \.isNewline), !markdown.hasPrefix("    ") else {
      return nil
    }
    var rest = self
    rest = Prose(markdown: String(markdown[end...].drop(while: \.isNewline)))
    return (String(line), rest)
  }

  /// Whether it tells nothing.
  package var isEmpty: Bool { markdown.isEmpty }

  private init(markdown: String) { self.markdown = markdown }

  /// A comment without its sign and the space behind it.
  private static func bare(_ line: Substring) -> String {
    let text = line.drop(while: \.isWhitespace)
    guard text.first == "#" else { return String(text) }
    let content = text.dropFirst()
    return String(content.first == " " ? content.dropFirst() : content)
  }

  private static func paragraph(_ lines: [String]) -> String {
    // Two spaces are enough for code in a comment, where Markdown asks for four; a list's lines may be indented too.
    let isList = ["-", "*", "+"].contains(lines.first?.drop { $0 == " " }.first)
    let isCode = lines.allSatisfy { $0.hasPrefix("  ") } && !isList
    return lines.map { isCode ? "    " + $0.dropFirst(2) : heading($0) ?? $0 }.joined(separator: "\n")
  }

  /// A heading where the line is `-- Title ------`.
  private static func heading(_ line: String) -> String? {
    guard line.hasPrefix("-- "), line.hasSuffix(" --") || line.hasSuffix("---") else { return nil }
    var title = line.dropFirst(3)
    while title.last == "-" { title.removeLast() }
    while title.last?.isWhitespace ?? false { title.removeLast() }
    return title.isEmpty ? nil : "# \(title)\n"
  }

  /// The prose as HTML: headings begin at the second size, what looks like HTML reads as it was written, and pictures,
  /// which would be fetched, are links to them.
  var html: HTML {
    var text = ""
    for scalar in markdown.unicodeScalars { text.unicodeScalars.append(HTML.isAllowed(scalar) ? scalar : "\u{FFFD}") }
    guard let document = cmark_parse_document(text, text.utf8.count, CMARK_OPT_DEFAULT) else { return HTML(markdown) }
    defer { cmark_node_free(document) }
    for node in Self.nodes(of: document) { Self.tame(node) }
    guard let rendered = cmark_render_html(document, CMARK_OPT_DEFAULT) else { return HTML(markdown) }
    defer { cmark_get_default_mem_allocator().pointee.free(rendered) }
    return HTML(rendered: String(cString: rendered))
  }

  /// All nodes, each once, before any of them is changed.
  private static func nodes(of document: OpaquePointer) -> [OpaquePointer] {
    guard let iterator = cmark_iter_new(document) else { return [] }
    defer { cmark_iter_free(iterator) }
    var nodes: [OpaquePointer] = []
    while true {
      switch cmark_iter_next(iterator) {
      case CMARK_EVENT_DONE: return nodes
      case CMARK_EVENT_ENTER: nodes.append(cmark_iter_get_node(iterator))
      default: break
      }
    }
  }

  private static func tame(_ node: OpaquePointer) {
    func replace(_ type: cmark_node_type, _ fill: (OpaquePointer) -> Void) {
      guard let other = cmark_node_new(type) else { return }
      fill(other)
      if cmark_node_replace(node, other) == 1 { cmark_node_free(node) } else { cmark_node_free(other) }
    }
    switch cmark_node_get_type(node) {
    case CMARK_NODE_HEADING: cmark_node_set_heading_level(node, min(6, cmark_node_get_heading_level(node) + 1))
    case CMARK_NODE_IMAGE:
      replace(CMARK_NODE_LINK) { link in
        cmark_node_set_url(link, cmark_node_get_url(node))
        while let child = cmark_node_first_child(node) { cmark_node_append_child(link, child) }
      }
    case CMARK_NODE_HTML_INLINE:
      replace(CMARK_NODE_TEXT) { cmark_node_set_literal($0, cmark_node_get_literal(node)) }
    case CMARK_NODE_HTML_BLOCK:
      replace(CMARK_NODE_CODE_BLOCK) { cmark_node_set_literal($0, cmark_node_get_literal(node)) }
    default: break
    }
  }
}
