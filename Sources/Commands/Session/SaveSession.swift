import Audio
import Files
import Language
import Text

/// `save-session FILE`.
struct SaveSession: Command {
  static let signature = Signature(
    name: "save-session", category: "Session",
    summary: "Writes what was done in this session as a script that does it again.",
    discussion: """
      Statements that failed are left out, unless they had done something before: those stand in try. What Ctrl-C stopped \
      is written as what it had done by then.
      """,
    parameters: [Parameter("file", .path(.write(endings: ["drum"])), help: "The script to write.")],
    options: [.overwrite],
    examples: [.init("save-session kicks.drum", "The session so far; drumlin kicks.drum does it again.")])

  let session: Session

  /// Statements that only look, and so are not part of what was done.
  private static let looks: Set<String> = ["help", "history", "save-session", "record", "replay", "reference"]

  static func isLook(_ text: String) -> Bool { looks.contains(String(text.prefix { !$0.isWhitespace })) }

  func run(_ call: Call) throws -> Value {
    guard let path = call.text("file") else { return .nothing }
    let statements = session.journal.entries.filter { !Self.isLook($0.text) }.compactMap(\.statement)
    var lines = ["# A session of drumlin \(drumlinVersion)."]
    if !session.arguments.isEmpty {
      lines.append("# It was run with arguments: \(session.arguments.map(quoted).joined(separator: " "))")
    }
    let text = (lines + statements).joined(separator: "\n") + "\n"
    if !session.isRehearsal {
      try call.writing("file") {
        do {
          try WholeFile.write(Array(text.utf8), to: path, overwrite: call.flag("overwrite"))
        } catch let error as WholeFileError { throw AudioError.file(error) }
      }
    }
    let count = counted(statements.count, "statement")
    call.host.print("\(path): \(count)")
    return .nothing
  }
}
