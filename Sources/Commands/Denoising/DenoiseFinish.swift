import Language

/// `denoise-finish`.
struct DenoiseFinish: Command {
  static let signature = Signature(
    "denoise-finish", category: .denoising,
    summary: "Takes the run to its end.",
    discussion: "A run that is at its end already gives its sound again.",
    result: "sound", effect: .session,
    examples: [.init("denoise-finish", "All steps that are left; the sound is then $it.")])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let run = try session.run()
    return try session.advanceRun(by: run.run.steps - run.run.step, call)
  }
}
