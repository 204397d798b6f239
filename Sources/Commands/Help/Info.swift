import Language

/// `info`.
struct Info: Command {
  static let signature = Signature(
    "info", category: .model,
    summary: "Shows the model, the seed and the run under way.",
    effect: .looks,
    examples: [.init("info", "What is loaded and where the run stands.")])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let state = session.state
    var lines = state.model?.report ?? ["model: none yet (load-model kicks, or a file)"]
    lines += [
      "engine: \((state.model?.engine ?? session.engine).summary)", "seed: \(state.seed)",
      state.current?.value.summary ?? "run: none yet (denoise-start)",
    ]
    let marks = state.marks.map { "\($0.name) at step \($0.current.value.run.step)" }
    if !marks.isEmpty { lines.append("marks: \(marks.joined(separator: ", "))") }
    let text = lines.joined(separator: "\n")
    call.host.page(call.host.display.wrapped(text), noted: text)
    return .nothing
  }
}
