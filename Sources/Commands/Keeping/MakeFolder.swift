import Files
import Language

/// `make-folder PATH`.
struct MakeFolder: Command {
  static let folder = Parameter("folder", .outputFolder, help: "The folder to make.")
  static let signature = Signature(
    "make-folder", category: .session,
    summary: "Makes a folder for files to be written to, and those above it.",
    discussion: "One that is there already stays as it is, with all that lies in it.",
    parameters: [folder], result: "its path", effect: .writes, keepsIt: true,
    examples: [.init("make-folder sounds/kicks", "Then: export sounds/kicks/1.wav.")])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let folder = call[Self.folder]
    _ = try session.writer.write(folder, as: Self.folder, call) { path, _ in try Folder.make(path) }
    return .string(folder.name)
  }
}
