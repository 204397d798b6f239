import Diffusion
import Language

/// `denoise-step [STEPS]`.
struct DenoiseStep: Command {
  static let signature = Signature(
    name: "denoise-step", category: "Denoising",
    summary: "Takes the run some steps further.",
    parameters: [
      Parameter("steps", .integer(in: 1...10_000), .optional, help: "How many steps; one when not given.")
    ],
    result: "sound",
    examples: [
      .init("denoise-step 10", "Ten steps on."),
      .init("denoise-step; plot mel --predicted", "One step, and what the network thinks the clean sound is now."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let run = try session.run().run
    let left = run.steps - run.step
    guard left > 0 else {
      throw CommandFailure(
        "the run is finished: all \(run.steps) steps are done", hint: "start another: denoise-start --steps 50")
    }
    let count = call.integer("steps") ?? 1
    guard count <= left else {
      throw CommandFailure(
        "the run has only \(left) of its \(run.steps) steps left", hint: "denoise-finish takes all that are left",
        argument: "steps")
    }
    return try session.advanceRun(by: count, call)
  }
}

extension Session {
  /// Takes the run further, showing how far it is, and keeps each step as it is done.
  /// - Returns: the sound as it then stands.
  func advanceRun(by count: Int, _ call: Call) throws -> Value {
    var value = try run()
    try value.run.advance(count) { run in
      state.run?.run = run
      try call.reportStep(run)
    }
    state.run = value
    call.host.show(nil)
    call.host.print(value.summary)
    return try value.sounds(predicted: false)
  }
}

extension Call {
  /// Shows how far a run is and stops at Ctrl-C; called after each step.
  func reportStep(_ run: DenoisingRun, label: String = "denoising") throws {
    host.show(Progress(label, done: run.step, total: run.steps, note: "sigma \(decimals(Double(run.sigma), 3))"))
    try checkInterrupt()
  }
}
