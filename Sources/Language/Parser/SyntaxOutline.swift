/// What a program says, without the places where it says it: two texts with the same outline do the same.
struct SyntaxOutline: Equatable {
  private let parts: [String]

  init(_ program: Program) {
    var parts: [String] = []
    Self.add(program.statements, to: &parts)
    self.parts = parts
  }

  private static func add(_ node: Any, to parts: inout [String]) {
    switch node {
    // Places, what the parser derives, and what the comments say.
    case is Span, is Int, is SourceText, is Signature: return
    case let fallback as Definition.Fallback: return add(fallback.argument, to: &parts)
    case let text as String: return parts.append("\"\(text)\"")
    default: break
    }
    let mirror = Mirror(reflecting: node)
    guard !mirror.children.isEmpty else { return parts.append("\(node)") }
    parts.append("\(type(of: node))(")
    for child in mirror.children where child.label != "comment" {
      parts.append(child.label ?? "")
      add(child.value, to: &parts)
    }
    parts.append(")")
  }
}
