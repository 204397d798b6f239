import Foundation
import Language

/// `cd [FOLDER]`.
struct Cd: Command {
  static let folder = Parameter(
    optional: "folder", .path(.folder), help: "The folder to go to, or - for the one before; else the home folder.")
  static let signature = Signature(
    "cd", category: .session,
    summary: "Goes to another folder, from which paths then count.",
    discussion: """
      What is loaded already stays, and so does what is under way: recipes, transcripts and reports name its files \
      wherever one goes. In a script it holds for the statements behind it, also for those of a script that source \
      reads; what source itself names counts from the script's folder as before. A saved session that went to other \
      folders begins in the one that it began in.
      """,
    parameters: [folder], effect: .session,
    examples: [
      .init("make-folder kicks; cd kicks; cd ..", "Into a folder, and back to the one above."),
      .init("make-folder kicks; cd kicks; cd -", "The same, by the way of the folder before."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    guard session.reach.isOwn else { throw CommandFailure("a recipe stays in its folder") }
    let now = KeptPath.currentFolder
    try call.blaming(Self.folder) { try Self.change(to: try destination(call)) }
    session.leave(now)
    return .nothing
  }

  private func destination(_ call: Call) throws -> String {
    switch call[Self.folder] {
    case "-"?:
      guard let before = session.folderBefore else { throw CommandFailure("there is no folder before this one") }
      return before
    case let folder?: return folder
    case nil:
      guard let home = session.environment["HOME"], !home.isEmpty else {
        throw CommandFailure("there is no home folder", hint: "name one: cd FOLDER")
      }
      return home
    }
  }

  /// Makes a folder the one that paths count from.
  static func change(to folder: String) throws {
    guard chdir(folder) != 0 else { return }
    switch errno {
    case ENOENT:
      throw CommandFailure("there is no folder \(folder)", hint: "make-folder makes one, ls lists what is there")
    case ENOTDIR: throw CommandFailure("\(folder) is no folder")
    case let code: throw CommandFailure("can't go to \(folder): \(String(cString: strerror(code)))")
    }
  }
}
