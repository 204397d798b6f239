import CCmark

/// A text as cmark reads it.
final class MarkdownDocument {
  private let root: OpaquePointer

  /// Nil where there is no memory for it.
  init?(_ markdown: String) {
    let text = HTML.allowed(markdown)
    guard let root = cmark_parse_document(text, text.utf8.count, CMARK_OPT_DEFAULT) else { return nil }
    self.root = root
  }

  deinit { cmark_node_free(root) }

  /// What a first paragraph or heading of one line says, without the signs of Markdown, and the line that it ends at,
  /// from 1. Nil where the text begins in another way.
  var firstLine: (text: String, end: Int)? {
    guard let first = cmark_node_first_child(root) else { return nil }
    let type = cmark_node_get_type(first)
    let end = Int(cmark_node_get_end_line(first))
    guard type == CMARK_NODE_HEADING || (type == CMARK_NODE_PARAGRAPH && end == cmark_node_get_start_line(first)) else {
      return nil
    }
    var text = ""
    for node in Self.nodes(of: first) {
      switch cmark_node_get_type(node) {
      case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: text += " "
      default: text += cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
      }
    }
    return text.allSatisfy(\.isWhitespace) ? nil : (text, end)
  }

  /// The document as HTML in which nothing is fetched; to be asked for once, since the document is changed for it.
  func tamed() -> String? {
    let nodes = Self.nodes(of: root)
    // What holds links, and what stands in one: a link in a link is none, and in HTML the outer one's end.
    var holders: Set<OpaquePointer> = []
    for node in nodes where cmark_node_get_type(node) == CMARK_NODE_LINK {
      var node = node
      while let parent = cmark_node_parent(node), holders.insert(parent).inserted { node = parent }
    }
    var linked: Set<OpaquePointer> = []
    for node in nodes {
      let isLinked = cmark_node_parent(node).map { linked.contains($0) || cmark_node_get_type($0) == CMARK_NODE_LINK }
      if isLinked == true { linked.insert(node) }
      Self.tame(node, canLink: isLinked != true && !holders.contains(node))
    }
    guard let rendered = cmark_render_html(root, CMARK_OPT_DEFAULT) else { return nil }
    defer { cmark_get_default_mem_allocator().pointee.free(rendered) }
    return String(cString: rendered)
  }

  /// All nodes, each once and before those in it.
  private static func nodes(of node: OpaquePointer) -> [OpaquePointer] {
    guard let iterator = cmark_iter_new(node) else { return [] }
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

  /// - Parameter canLink: whether it neither holds links nor stands in one.
  private static func tame(_ node: OpaquePointer, canLink: Bool) {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_HEADING: cmark_node_set_heading_level(node, min(6, cmark_node_get_heading_level(node) + 1))
    case CMARK_NODE_LINK: if !leadsSomewhere(node) { unwrap(node) }
    case CMARK_NODE_IMAGE:
      guard canLink, leadsSomewhere(node) else { return unwrap(node) }
      replace(node, by: CMARK_NODE_LINK) { link in
        cmark_node_set_url(link, cmark_node_get_url(node))
        while let child = cmark_node_first_child(node) { cmark_node_append_child(link, child) }
      }
    case CMARK_NODE_HTML_INLINE:
      replace(node, by: CMARK_NODE_TEXT) { cmark_node_set_literal($0, cmark_node_get_literal(node)) }
    case CMARK_NODE_HTML_BLOCK:
      replace(node, by: CMARK_NODE_CODE_BLOCK) { cmark_node_set_literal($0, cmark_node_get_literal(node)) }
    default: break
    }
  }

  private static func replace(_ node: OpaquePointer, by type: cmark_node_type, _ fill: (OpaquePointer) -> Void) {
    guard let other = cmark_node_new(type) else { return }
    fill(other)
    if cmark_node_replace(node, other) == 1 { cmark_node_free(node) } else { cmark_node_free(other) }
  }

  /// Puts what a node holds in its place.
  private static func unwrap(_ node: OpaquePointer) {
    while let child = cmark_node_first_child(node), cmark_node_insert_before(node, child) == 1 {}
    cmark_node_free(node)
  }

  /// Whether a link or a picture has an address that cmark renders; it leaves out those that run something or read
  /// files.
  private static func leadsSomewhere(_ node: OpaquePointer) -> Bool {
    let address = cmark_node_get_url(node).map { String(cString: $0).lowercased() } ?? ""
    return !address.isEmpty && !["javascript:", "vbscript:", "file:", "data:"].contains(where: address.hasPrefix)
  }
}
