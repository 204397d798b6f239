import Language

/// `mark NAME`.
struct SetMark: Command {
  static let name = Parameter("name", .text, help: "The mark's name; one of the same name is set anew.")

  static let signature = Signature(
    "mark", category: .denoising,
    summary: "Gives the run as it stands a name that goto comes back to.",
    parameters: [name], effect: .session,
    examples: [.init("mark here", "goto here comes back to this step of this run.")])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let name = call[Self.name]
    try call.blaming(Self.name) { try check(name) }
    _ = try session.run()
    guard let current = session.state.current else { return .nothing }
    try session.setMark(name, current)
    call.host.print("mark \(name): step \(current.value.run.step) of \(current.value.run.steps)")
    return .nothing
  }

  /// A name must not be taken for a step's number.
  private func check(_ name: String) throws {
    if name.isEmpty { throw CommandFailure("a mark needs a name") }
    if Int(name) != nil {
      throw CommandFailure("a number can't name a mark", hint: "goto \(name) goes to the step of that number")
    }
  }
}
