import Language
import Text

/// `who`.
struct Who: Command {
  static let signature = Signature(
    "who", category: .session, summary: "Lists what the session holds, with sizes: variables, model, run and marks.",
    discussion: """
      Sizes are those of sounds, noise, the model's weights, and the states of a run that back and goto come to. What \
      an earlier statement gave is in out.
      """, effect: .looks,
    examples: [.init("let $a = 3; who", "writes: $a  number  3")])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let rows = variables(call) + call.definedSignatures.map { Row($0.name, "command", text: $0.usage) } + state
    if rows.isEmpty {
      call.host.page("nothing yet: load-model kicks loads a model, let $kick = … makes a variable")
      return .nothing
    }
    func width(_ column: KeyPath<Row, String>) -> Int { rows.map { DisplayWidth.of($0[keyPath: column]) }.max() ?? 0 }
    let widths = (width(\.name), width(\.kind), width(\.size))
    let lines = rows.map { row in
      // A name may hold characters of two columns.
      let gap = String(repeating: " ", count: widths.0 - DisplayWidth.of(row.name))
      let size = widths.2 > 0 ? row.size.padded(to: widths.2, atStart: true) + "  " : ""
      return "\(row.name)\(gap)  \(row.kind.padded(to: widths.1))  \(size)\(row.text)"
    }
    call.host.showList(lines)
    return .nothing
  }

  private struct Row {
    let (name, kind, size, text): (String, String, String, String)

    init(_ name: String, _ kind: String, bytes: Int = 0, text: String) {
      (self.name, self.kind) = (name, kind)
      size = bytes > 0 ? Text.size(bytes) : ""
      // The kind stands before it already.
      let rest = text.hasPrefix(kind + ": ") ? String(text.dropFirst(kind.count + 2)) : text
      self.text = rest.replacing("\n", with: " ")
    }
  }

  private func variables(_ call: Call) -> [Row] {
    call.scriptVariables.compactMap { name, value in
      if case .nothing = value, name == "it" { return nil }
      if case .list(let items) = value, items.isEmpty, name == "args" { return nil }
      return Row("$" + name, value.typeName, bytes: value.byteCount, text: value.formatted(limit: 1000) ?? "…")
    }
  }

  private var state: [Row] {
    let state = session.state
    let model = state.model.map {
      Row(
        $0.name, "model", bytes: 4 * $0.network.parameterCount,
        text: "\(millions($0.network.parameterCount)) parameters")
    }
    let run = state.current.map { Row("", "run", bytes: $0.trail.byteCount, text: $0.value.summary) }
    let marks = state.marks.map {
      Row(
        $0.name, "mark", bytes: $0.current.trail.byteCount,
        text: "step \($0.current.value.run.step) of \($0.current.value.run.steps)")
    }
    return [model, run].compactMap(\.self) + marks
  }
}
