/// A statement of the top level as it was typed, before it runs or after.
public enum StatementEvent {
  case begins(text: String)
  /// With the error that ended it, if one did.
  case ended(text: String, Diagnostic?)
}

extension Interpreter {
  /// Runs the statements of a text's top level, and tells whoever wants to know of each.
  func executeTopLevel(_ statements: [Statement]) throws {
    for statement in statements {
      let text = onStatement == nil ? "" : self.text(of: statement)
      onStatement?(.begins(text: text))
      do {
        try checkInterrupt(at: statement.span)
        guard case .value = try execute([statement]) else { return }
        onStatement?(.ended(text: text, nil))
      } catch {
        onStatement?(.ended(text: text, error as? Diagnostic))
        throw error
      }
    }
  }

  /// A statement as it is written; a definition with the comment above it, which is its help.
  private func text(of statement: Statement) -> String {
    let bytes = source.text.utf8
    func place(_ offset: Int) -> String.Index {
      bytes.index(bytes.startIndex, offsetBy: offset, limitedBy: bytes.endIndex) ?? bytes.endIndex
    }
    let (start, end) = (place(statement.span.start), place(statement.span.end))
    let text = String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
    guard case .definition(let definition) = statement.kind else { return text }
    let comment = definition.comment.split(separator: "\n", omittingEmptySubsequences: false)
    return definition.comment.isEmpty ? text : comment.map { "# \($0)\n" }.joined() + text
  }
}
