import Foundation
import Language
import Text

/// `replay FILE`.
struct Replay: Command {
  static let file = Parameter(
    "file", .path(.read(endings: ["transcript"])), help: "A transcript that record kept.")

  static let signature = Signature(
    "replay", category: .session,
    summary: "Does again what a transcript tells, and compares each sound bit for bit.",
    discussion: """
      It runs in a session of its own, which writes no files; the session under way stays as it is. The first sound \
      that comes out otherwise is shown, and ends it.
      """,
    parameters: [file], effect: .looks,
    examples: [.init("replay kicks.transcript", "Whether this machine gives the same bits.")])

  let session: Session

  func run(_ call: Call) throws -> Value {
    if session.writer.isRehearsal { throw CommandFailure("a replay is not gone through again") }
    let path = call[Self.file]
    let transcript = try call.blaming(Self.file) { try read(path) }
    let stage = session.aside(reach: session.reach)
    stage.sharing.shard = session.sharing.shard
    stage.journal.keepsSounds = true
    stage.past.isKept = true
    stage.results.isKept = true
    let interpreter = stage.interpreter(host: QuietHost(call.host))
    let folder = KeptPath.currentFolder
    defer { try? Cd.change(to: folder) }

    var sounds = 0
    for (index, step) in transcript.steps.enumerated() {
      call.host.show(Progress("replaying", done: index, total: transcript.steps.count))
      let number = "statement \(index + 1) of \(transcript.steps.count)"
      let failure = failure(of: step, in: interpreter, path, transcript.arguments)
      if failure?.kind == .interrupted { throw Interrupted() }
      switch (step.failure, failure) {
      case (nil, let failure?): throw difference("\(number) fails: \(failure.message)", step, ["then it did not fail"])
      case (let then?, nil): throw difference("\(number) does not fail", step, ["then it failed: \(then)"])
      default: break
      }
      let made = stage.journal.entries.last?.sounds ?? []
      try compare(step, made, number)
      sounds += step.sounds.count
    }
    call.host.show(nil)
    call.host.print("\(transcript.steps.count) statements, \(counted(sounds, "sound")): the bits agree")
    return .nothing
  }

  /// Does a statement again.
  private func failure(
    of step: Transcript.Step, in interpreter: Interpreter, _ path: String, _ arguments: [String]
  ) -> Diagnostic? {
    do throws(Diagnostic) {
      try interpreter.run(SourceText(name: path, text: step.text), arguments: arguments)
      return nil
    } catch {
      return error
    }
  }

  private func read(_ path: String) throws -> Transcript {
    guard let data = FileManager.default.contents(atPath: path) else {
      let exists = FileManager.default.fileExists(atPath: path)
      throw CommandFailure("\(path) \(exists ? "can't be read" : "does not exist")")
    }
    guard let transcript = Transcript(String(decoding: data, as: UTF8.self)) else {
      throw CommandFailure("\(path) is no transcript", hint: "record FILE keeps one")
    }
    return transcript
  }

  /// Throws at the first sound that is another than the transcript says.
  private func compare(_ step: Transcript.Step, _ made: [Journal.MadeSound], _ number: String) throws {
    // What was done before the transcript began has no hashes.
    guard !step.sounds.isEmpty else { return }
    for (index, expected) in step.sounds.enumerated() {
      guard index < made.count else {
        throw difference("\(number) made \(made.count) sounds, and then \(step.sounds.count)", step, [])
      }
      if made[index].digest != expected.digest {
        let which = step.sounds.count == 1 ? "its sound" : "sound \(index + 1) of \(step.sounds.count)"
        throw difference(
          "\(number): \(which) is another", step,
          [
            "then: \(expected.facts), SHA-256 \(expected.digest.prefix(12))…",
            "now: \(made[index].facts), SHA-256 \(made[index].digest.prefix(12))…",
          ])
      }
    }
  }

  private func difference(_ message: String, _ step: Transcript.Step, _ facts: [String]) -> CommandFailure {
    let lines = step.text.split(separator: "\n")
    let shown = lines.count > 1 ? "\(lines[0]) …" : lines.first.map(String.init) ?? ""
    return CommandFailure(message, hint: ([shown] + facts).joined(separator: "\n"), argument: Self.file)
  }
}
