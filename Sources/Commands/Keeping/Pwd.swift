import Language

/// `pwd`.
struct Pwd: Command {
  static let signature = Signature(
    "pwd", category: .session,
    summary: "Shows the current folder, from which paths count.",
    result: "its path", effect: .looks, keepsIt: true,
    examples: [.init("pwd", "Where files are written that have no folder in their name.")])

  func run(_ call: Call) throws -> Value {
    let folder = KeptPath.currentFolder
    guard !folder.isEmpty else {
      throw CommandFailure("the current folder is no longer there", hint: "cd goes to another one")
    }
    call.host.print(folder)
    return .string(folder)
  }
}
