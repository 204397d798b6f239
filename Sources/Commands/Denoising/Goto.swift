import Language

/// `goto TARGET`.
struct Goto: Command {
  static let signature = Signature(
    name: "goto", category: "Denoising",
    summary: "Takes the run to a step that was done, or to a mark.",
    discussion: """
      A mark brings back the run that it was set in, as it stood: also one from before a fork or another denoise-start. \
      The run that was under way is then only found again by marks of its own.
      """,
    parameters: [
      Parameter("target", .either([.integer(in: 0...10_000), .text]), help: "A step's number, or a mark's name.")
    ],
    result: "sound",
    examples: [
      .init("goto 10", "The run as it was after step 10."),
      .init("mark here; denoise-finish; goto here", "To the end, and back again."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    if let step = call.integer("target") { return try session.goTo(step: step, call, argument: "target") }
    let name = call.text("target") ?? ""
    if let mark = session.state.marks.last(where: { $0.name == name }) {
      session.state.current = mark.current
      return try session.showRun(call)
    }
    let names = session.state.marks.map(\.name)
    throw CommandFailure(
      "there is no mark \(name)",
      hint: names.isEmpty ? "mark \(name) sets one where the run stands" : "there are \(names.joined(separator: ", "))",
      argument: "target")
  }
}
