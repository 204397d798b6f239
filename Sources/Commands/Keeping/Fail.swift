import Language

/// `fail MESSAGE`.
struct Fail: Command {
  static let message = Parameter("message", .text, help: "What is wrong, and what to do about it.")
  static let signature = Signature(
    "fail", category: .session,
    summary: "Stops the script with a message.",
    parameters: [message], effect: .session,
    examples: [.init("fail \"this script needs a checkpoint\"", "An error with the script's own words.")])

  func run(_ call: Call) throws -> Value {
    throw CommandFailure(call[Self.message])
  }
}
