import Language

/// `fail MESSAGE`.
struct Fail: Command {
  static let signature = Signature(
    name: "fail", category: "Session",
    summary: "Stops the script with a message.",
    parameters: [Parameter("message", .text, help: "What is wrong, and what to do about it.")],
    examples: [.init("fail \"this script needs a checkpoint\"", "An error with the script's own words.")])

  func run(_ call: Call) throws -> Value {
    throw CommandFailure(call.text("message") ?? "the script failed")
  }
}
