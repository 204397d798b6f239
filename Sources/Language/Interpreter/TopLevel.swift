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
      let text = onStatement == nil ? "" : self.text(of: statement.span)
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

  private func text(of span: Span) -> String {
    let bytes = source.text.utf8
    let start = bytes.index(bytes.startIndex, offsetBy: span.start, limitedBy: bytes.endIndex) ?? bytes.endIndex
    let end = bytes.index(bytes.startIndex, offsetBy: span.end, limitedBy: bytes.endIndex) ?? bytes.endIndex
    return String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
  }
}
