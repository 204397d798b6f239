import Files
import Language

/// `make-folder PATH`.
struct MakeFolder: Command {
  static let signature = Signature(
    name: "make-folder", category: "Session",
    summary: "Makes a folder for files to be written to, and those above it.",
    discussion: "One that is there already stays as it is, with all that lies in it.",
    parameters: [Parameter("folder", .path(.folder), help: "The folder to make.")],
    result: "its path",
    examples: [.init("make-folder sounds/kicks", "Then: export sounds/kicks/1.wav.")])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let path = call.text("folder") ?? ""
    if !session.isRehearsal { try call.blaming("folder") { try Folder.make(path) } }
    return .string(path)
  }
}
