import Diffusion
import Language
import Text

/// `denoise-step [STEPS]`.
struct DenoiseStep: Command {
  static let steps = Parameter(
    "steps", .integer(in: 0...stepsRange.upperBound), default: 1,
    help: "How many steps; 0 gives the sound as it stands.")
  static let until = Option(
    "until", .number(in: 0...1), help: "Goes on to the first step whose sigma is this or less, whatever its number.")

  static let signature = Signature(
    CommandName.denoiseStep, category: .denoising,
    summary: "Takes the run some steps further.",
    discussion: "A step that was done before, and gone back from, is not computed again.",
    parameters: [steps], options: [until], result: "sound", effect: .session,
    examples: [
      .init("denoise-step 10", "Ten steps on."),
      .init("denoise-step --until 0.5", "On to where half of the way is done."),
      .init("denoise-step; plot mel --predicted", "One step, and what the network thinks the clean sound is now."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let run = try session.run().run
    let left = run.steps - run.step
    if let sigma = call[Self.until] { return try advance(run, until: sigma, call) }
    let count = call[Self.steps]
    if left == 0, count > 0 {
      throw CommandFailure(
        "the run is finished: all \(run.steps) steps are done",
        hint: "go back (back, goto), or start another: denoise-start")
    }
    guard count <= left else {
      throw CommandFailure(
        "the run has only \(left) of its \(run.steps) steps left", hint: "denoise-finish takes all that are left",
        argument: Self.steps)
    }
    return try session.advanceRun(by: count, call)
  }

  private func advance(_ run: DenoisingRun, until sigma: Double, _ call: Call) throws -> Value {
    if call.isGiven(Self.steps) {
      throw CommandFailure(
        "a number of steps and --until don't go together", hint: "give one of them", argument: Self.until)
    }
    guard sigma < Double(run.sigma) else {
      throw CommandFailure(
        "the run is at sigma \(decimals(Double(run.sigma), 3)) already", hint: "back goes back some steps",
        argument: Self.until)
    }
    // A sigma typed with a few decimals means the step that shows as that.
    let count = run.sigmas[run.step...].prefix { Double($0) > sigma + 5e-4 }.count
    return try session.advanceRun(by: count, call)
  }
}
