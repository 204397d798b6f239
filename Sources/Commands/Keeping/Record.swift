import Language
import Text

/// `record FILE`.
struct Record: Command {
  static let file = Parameter(
    optional: "file", .output(endings: ["transcript"]), help: "The transcript to write.")
  static let stop = Option(flag: "stop", help: "Ends the transcript that is being kept.")

  static let signature = Signature(
    "record", category: .session,
    summary: "Keeps a transcript: each statement, with the hash of every sound that it makes.",
    discussion: """
      It begins with what the session did before, though without the hashes of that. The file is whole after each \
      statement. replay does it all again and compares the sounds bit for bit.
      """,
    parameters: [file], options: [FileOptions.overwrite, stop], effect: .looks,
    examples: [.init("record kicks.transcript", "From here on, sounds are noted with their hashes.")])

  let session: Session

  func run(_ call: Call) throws -> Value {
    if call[Self.stop] {
      guard let path = session.transcriptPath else {
        throw CommandFailure("no transcript is being kept", hint: "record FILE begins one")
      }
      session.transcriptPath = nil
      session.journal.keepsSounds = false
      call.host.print("\(path.text): \(counted(session.transcript.steps.count, "statement"))")
      return .nothing
    }
    guard let output = call[Self.file] else {
      throw CommandFailure("FILE is missing", hint: "record kicks.transcript")
    }
    guard try session.writer.write(session.transcript.text, to: output, as: Self.file, call) else { return .nothing }
    session.transcriptPath = KeptPath(output.name)
    session.journal.keepsSounds = true
    return .nothing
  }
}
