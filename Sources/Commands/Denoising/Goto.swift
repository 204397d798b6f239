import Language

/// `goto TARGET`.
struct Goto: Command {
  /// A step, or a mark.
  enum Target: Sendable {
    case step(Int)
    case mark(String)
  }

  static let target = Parameter(
    "target",
    .either([
      ArgumentType<Int>.integer(in: 0...stepsRange.upperBound).map(Target.step),
      ArgumentType<String>.text.map(Target.mark),
    ]), help: "A step's number, or a mark's name.")

  static let signature = Signature(
    "goto", category: .denoising,
    summary: "Takes the run to a step that was done, or to a mark.",
    discussion: """
      A mark brings back the run that it was set in, as it stood: also one from before a fork or another \
      denoise-start. The run that was under way is then only found again by marks of its own; in the run under way the \
      steps after the mark stay to be gone to.
      """,
    parameters: [target], result: "sound", effect: .session,
    examples: [
      .init("goto 10", "The run as it was after step 10."),
      .init("mark here; denoise-finish; goto here", "To the end, and back again."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    switch call[Self.target] {
    case .step(let step): return try session.goTo(step: step, call, argument: Self.target)
    case .mark(let name): return try goTo(mark: name, call)
    }
  }

  func suggestions(for argument: String) -> [String] {
    argument == Self.target.name ? session.state.marks.map(\.name) : []
  }

  private func goTo(mark name: String, _ call: Call) throws -> Value {
    if let mark = session.state.marks.last(where: { $0.name == name }) {
      // In the run under way the steps after the mark stay to be gone to.
      let place = mark.current.value
      if let current = session.state.current, current.value.branch.number == place.branch.number,
        (current.trail.first...current.trail.furthest).contains(place.run.step)
      {
        return try session.goTo(step: place.run.step, call, argument: Self.target)
      }
      session.state.current = mark.current
      return try session.showRun(call)
    }
    let names = session.state.marks.map(\.name)
    throw CommandFailure(
      "there is no mark \(name)",
      hint: names.isEmpty
        ? "mark \(SourceLiteral.word(name)) sets one where the run stands"
        : "there are \(names.map(SourceLiteral.word).joined(separator: ", "))",
      argument: Self.target)
  }
}
