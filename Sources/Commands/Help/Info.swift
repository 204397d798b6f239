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
    if let model = state.model {
      for line in model.report { call.host.printWrapped(line) }
    } else {
      call.host.print("model: none yet (load-model kicks, or a file)")
    }
    call.host.print("engine: \((state.model?.engine ?? session.engine).summary)")
    call.host.print("seed: \(state.seed)")
    call.host.print(state.current?.value.summary ?? "run: none yet (denoise-start)")
    let marks = state.marks.map { "\($0.name) at step \($0.current.value.run.step)" }
    if !marks.isEmpty { call.host.print("marks: \(marks.joined(separator: ", "))") }
    return .nothing
  }
}
