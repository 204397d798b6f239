import Language

/// `back [STEPS]`.
struct Back: Command {
  static let steps = Parameter("steps", .integer(in: stepsRange), default: 1, help: "How many steps.")

  static let signature = Signature(
    "back", category: .denoising,
    summary: "Takes the run some steps back.",
    discussion: """
      The states that a run has been through are kept, so going back computes nothing, and going on again through \
      steps that were done computes nothing either. All runs and marks together keep \(Session.trailLimit >> 20) MB of \
      states (some 1000 steps of the published models); beyond that every second state is let go, and going back to \
      one of those computes it again from the last one kept before it.
      """,
    parameters: [steps], result: "sound", effect: .session,
    examples: [
      .init("back 5", "Five steps back."),
      .init("back; plot mel --predicted", "One step back, and a look."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let run = try session.run().run
    let step = run.step - call[Self.steps]
    return try session.goTo(step: step, call, argument: Self.steps)
  }
}
