import Language

/// `clear`.
struct ClearCommand: Command {
  static let signature = Signature(
    "clear", category: Category("Session"),
    summary: "Makes the terminal empty, as Ctrl-L does while a line is typed.",
    effect: .looks,
    examples: [.init("clear", "An empty screen; what was done stays done.")])

  let host: TerminalHost

  func run(_ call: Call) throws -> Value {
    host.clear()
    return .nothing
  }
}

extension TerminalHost {
  /// The `clear` command.
  public var clearCommand: any Command { ClearCommand(host: self) }
}
