import Language

/// A script that is run straight through and told: its comments, and each statement before what it does.
public struct StepTeller {
  private let walk: Walk
  private let arguments: [String]
  private let interpreter: Interpreter
  private let host: TerminalHost

  /// - Parameter arguments: what `$args` holds.
  public init(_ walk: Walk, arguments: [String], interpreter: Interpreter, host: TerminalHost) {
    (self.walk, self.arguments, self.interpreter, self.host) = (walk, arguments, interpreter, host)
  }

  /// Runs the script; throws the diagnostic that ends it.
  public func run() throws(Diagnostic) {
    for (index, step) in walk.steps.enumerated() {
      let text = StepText(display: host.display)
      tell(step.text, isFirst: index == 0, in: text)
      for (index, line) in StepText.lines(step.code).enumerated() {
        host.draw(text.painted((index == 0 ? "> " : "  ") + line, "1"))
      }
      try interpreter.run(step: index, of: walk, arguments: arguments)
    }
    tell(walk.end, isFirst: walk.steps.isEmpty, in: StepText(display: host.display))
  }

  /// Shows comments, apart from what stands before them.
  private func tell(_ comments: String, isFirst: Bool, in text: StepText) {
    let lines = text.comments(comments)
    if lines.isEmpty { return }
    host.draw(((isFirst ? [] : [""]) + lines).joined(separator: "\n"))
  }
}
