import Foundation
import Language
import Text

/// `save-session FILE`.
struct SaveSession: Command {
  static let file = Parameter("file", .output(endings: ["drum"]), help: "The script to write.")
  static let signature = Signature(
    "save-session", category: .session,
    summary: "Writes what was done in this session as a script that does it again.",
    discussion: """
      Statements that failed are left out, unless they had done something before: those stand in try. What Ctrl-C \
      stopped is written as what it had done by then. Files that were written are replaced when the script runs; a \
      training whose folder is there already is told of above it. Other programs, which ! runs at the prompt, are told \
      of and not run again. What the session uses of the start-up file stands before it, and where it went to other \
      folders, it begins in its first.
      """,
    parameters: [file], options: [FileOptions.overwrite], effect: .looks,
    examples: [.init("save-session kicks.drum", "The session so far; drumlin kicks.drum does it again.")])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let output = call[Self.file]
    let commands = call.commandSignatures
    let statements = session.journal.repeated
    let beginning = session.startUp.needed(by: statements)
    let scripts = session.journal.scripts(behind: beginning.results).map { script in
      let folders = Repeating.values(of: Train.out.name, givenTo: Train.signature.name, in: script)
      // Quoted where it isn't plain: a line end in a folder's name would end the comment.
      let notes = folders.map(SourceLiteral.word).map {
        "# Where \($0) is there already, it goes on: train --resume \($0)\n"
      }
      return notes.joined() + Repeating.replacing(script, by: FileOptions.overwrite.name, commands)
    }
    var lines = ["# A session of drumlin \(drumlinVersion)."]
    if !session.arguments.isEmpty {
      let arguments = session.arguments.map(SourceLiteral.quoted).joined(separator: " ")
      lines.append("# It was run with arguments: \(arguments)")
    }
    if session.hasMoved { lines.append("cd " + SourceLiteral.quoted(session.firstFolder)) }
    if !beginning.lines.isEmpty {
      lines += ["# What it uses of the start-up file:"] + beginning.lines + ["# The session itself:"]
    }
    // What lies beside the script, or below, is named from there.
    // NSString's deletingLastPathComponent ends the program for a name of one letter.
    let parent = URL(fileURLWithPath: KeptPath(output.name).place).deletingLastPathComponent().path
    let folder = parent.hasSuffix("/") ? parent : parent + "/"
    let text = (lines + scripts).map { line in
      Repeating.renamingSources(line) { $0.hasPrefix(folder) ? String($0.dropFirst(folder.count)) : $0 } + "\n"
    }.joined()
    _ = try session.writer.write(text, to: output, as: Self.file, call)
    call.host.print("\(output.name): \(counted(statements.count, "statement"))")
    return .nothing
  }
}
