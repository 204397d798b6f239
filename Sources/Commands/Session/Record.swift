import Audio
import Files
import Language

/// `record FILE`.
struct Record: Command {
  static let signature = Signature(
    name: "record", category: "Session",
    summary: "Keeps a transcript: each statement, with the hash of every sound that it makes.",
    discussion: """
      It begins with what the session did before, though without the hashes of that. The file is whole after each \
      statement. replay does it all again and compares the sounds bit for bit.
      """,
    parameters: [
      Parameter("file", .path(.write(endings: ["transcript"])), .optional, help: "The transcript to write.")
    ],
    options: [.overwrite, Option(flag: "stop", help: "Ends the transcript that is being kept.")],
    examples: [.init("record kicks.transcript", "From here on, sounds are noted with their hashes.")])

  let session: Session

  func run(_ call: Call) throws -> Value {
    if call.flag("stop") {
      guard let path = session.transcriptPath else {
        throw CommandFailure("no transcript is being kept", hint: "record FILE begins one")
      }
      session.transcriptPath = nil
      session.journal.keepsSounds = false
      call.host.print("\(path): \(session.journal.entries.count) statements")
      return .nothing
    }
    guard let path = call.text("file") else {
      throw CommandFailure("FILE is missing", hint: "record kicks.transcript")
    }
    try call.writing("file") {
      do {
        try WholeFile.write(
          Array(session.transcript.text.utf8), to: path, overwrite: call.flag("overwrite"))
      } catch let error as WholeFileError { throw AudioError.file(error) }
    }
    session.transcriptPath = path
    session.journal.keepsSounds = true
    return .nothing
  }
}

extension Session {
  /// The session so far, without the statements that keep transcripts.
  var transcript: Transcript {
    Transcript(
      of: journal.entries.filter { !SaveSession.isLook($0.text) }, arguments: arguments)
  }

  /// Writes the transcript anew, when one is kept.
  func writeTranscript() {
    guard let transcriptPath else { return }
    do {
      try WholeFile.write(Array(transcript.text.utf8), to: transcriptPath, overwrite: true)
    } catch {
      self.transcriptPath = nil
      complaint = "the transcript is not kept any further: \(error)"
    }
  }
}
