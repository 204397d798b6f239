import Language

/// `back [STEPS]`.
struct Back: Command {
  static let signature = Signature(
    name: "back", category: "Denoising",
    summary: "Takes the run some steps back.",
    discussion: """
      The states that a run has been through are kept, so going back computes nothing, and going on again through steps \
      that were done computes nothing either. All runs and marks together keep \(Session.trailLimit >> 20) MB of states \
      (some 1000 steps of the published models); beyond that every second state is let go, and going back to one of those \
      computes it again from the last one kept before it.
      """,
    parameters: [
      Parameter("steps", .integer(in: 1...10_000), .optional, help: "How many steps; one when not given.")
    ],
    result: "sound",
    examples: [
      .init("back 5", "Five steps back."),
      .init("back; plot mel --predicted", "One step back, and a look."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let run = try session.run().run
    let step = run.step - (call.integer("steps") ?? 1)
    return try session.goTo(step: step, call, argument: "steps")
  }
}

extension Session {
  /// Takes the run to one of the steps that it has been at.
  func goTo(step: Int, _ call: Call, argument: String) throws -> Value {
    guard var current = state.current else {
      _ = try run()
      return .nothing
    }
    let trail = current.trail
    guard step >= trail.first else {
      let isFork = trail.first > 0
      throw CommandFailure(
        step < 0 ? "the run is only at step \(current.value.run.step)" : "the run was forked at step \(trail.first)",
        hint: isFork ? "goto a mark to come to what lies before" : "goto 0 is its beginning", argument: argument)
    }
    guard step <= trail.furthest else {
      throw CommandFailure(
        "step \(step) is not done yet: the run has come to step \(trail.furthest) of \(current.value.run.steps)",
        hint: "denoise-step goes on", argument: argument)
    }
    try current.go(to: step, limit: trailShare) { try call.reportStep($0, label: "going back") }
    state.current = current
    return try showRun(call)
  }
}
