import Diffusion
import Foundation
import Language
import Plots
import Text

/// `denoise-finish`.
struct DenoiseFinish: Command {
  static let watch = Option(flag: "watch", help: "Shows the run as a film on the terminal; a key stops the run.")

  static let signature = Signature(
    "denoise-finish", category: .denoising,
    summary: "Takes the run to its end.",
    discussion: """
      A run that is at its end already gives its sound again.

      --watch draws the sound as it stands and the clean one that the network sees in it, step by step, at most twelve \
      a second. Any key stops the run where it is: look at it, fork it, or let denoise-finish go on. A statement that \
      does more than that, such as a pipe, is given up there, as at Ctrl-C.
      """,
    options: [watch], result: "sound", effect: .session,
    examples: [
      .init("denoise-finish", "All steps that are left; the sound is then $it."),
      .init("denoise-finish --watch", "The same, as one looks on."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let run = try session.run()
    let left = run.run.steps - run.run.step
    guard call[Self.watch], left > 0 else { return try session.advanceRun(by: left, call) }
    guard call.host.display.isTerminal else {
      call.host.print("there is no terminal to watch the run on")
      return try session.advanceRun(by: left, call)
    }
    try call.host.film { film in
      let shown = film.replaces ? nil : Set((0...left).map { $0 + run.run.step }.spread(over: 8))
      for step in run.run.step...run.run.steps {
        let start = ContinuousClock.now
        if shown?.contains(step) ?? true { film.draw(try session.frame(call)) }
        guard step < run.run.steps else { return }
        try session.advanceRun(silently: call)
        let (seconds, parts) = (ContinuousClock.now - start).components
        let spent = Double(seconds) + Double(parts) * 1e-18
        guard film.isStopped(within: max(0, 1.0 / 12 - spent)) else { continue }
        // What else the statement does would be another thing in the script that tells of the session.
        guard session.journal.isOneCall else { throw Interrupted() }
        session.journal.isCutShort = true
        if film.replaces { film.draw(try session.frame(call)) }
        return
      }
    }
    let value = try session.showRun(call)
    if session.journal.isCutShort { call.host.print("stopped; denoise-finish goes on") }
    return value
  }
}

extension Session {
  /// The run as it stands and what the network predicts from it, in characters.
  fileprivate func frame(_ call: Call) throws -> String {
    let value = try run()
    let sounds = try [false, true].compactMap { try value.sounds(predicted: $0).soundValues.first?.sound }
    let sheet = try Sheet(
      title: "\(value.branch.title): step \(value.run.step), sigma \(decimals(Double(value.run.sigma), 3))", kind: .mel,
      columns: ["as it stands", "predicted"], rows: [(label: "", sounds: sounds)])
    let display = call.host.display
    var capabilities = capabilities(of: display).withoutPixels
    capabilities.rows = min(capabilities.rows, max(4, display.rows - 2))
    return try sheet.terminal(capabilities)
  }
}
