import Foundation
import Language
import Text

/// A script walked like a notebook: it shows each statement, Enter runs it, and anything else that is typed runs in
/// between.
public final class StepPrompt {
  private let walk: Walk
  private let arguments: [String]
  private let interpreter: Interpreter
  private let host: TerminalHost
  private let history: History
  private let promptText: () -> String
  private let isTerminal = isatty(STDIN_FILENO) != 0
  /// The statement that comes next, counted from 0.
  private var index = 0
  /// What the next statement's last try, and what was typed in between, came to.
  private var stepStatus: Int32 = 0
  private var typedStatus: Int32 = 0
  /// What a statement asked to leave with.
  private var departure: Int32?
  /// How many Enters in a row brought the walk no further; from a pipe, so many end it.
  private var futile = 0
  private static let patience = 8

  /// - Parameters:
  ///   - arguments: what `$args` holds.
  ///   - promptText: what stands before the line that is typed; asked anew each time.
  public init(
    _ walk: Walk, arguments: [String], interpreter: Interpreter, host: TerminalHost, history: History,
    promptText: @escaping () -> String = { "drumlin> " }
  ) {
    self.walk = walk
    self.arguments = arguments
    self.interpreter = interpreter
    self.host = host
    self.history = history
    self.promptText = promptText
  }

  /// Walks until the person leaves, or standard input ends.
  /// - Returns: the exit status: 0 at a terminal, and else that of a script.
  public func run() -> Int32 {
    let terminal = isTerminal ? TerminalHost.promptDescriptor : nil
    guard let reader = StatementReader(interpreter: interpreter, host: host, history: history, terminal: terminal)
    else {
      host.complain("drumlin: there is no memory for a prompt")
      return 70
    }
    introduce()
    show(in: reader)
    while true {
      let input = reader.next(prompt: host.fitted(promptText(), behind: progress.map { $0 + " " } ?? "")) {
        Self.isSkip($0)
      }
      switch input {
      case .interrupted:
        if !isTerminal { return 130 }
      case .end:
        if isTerminal { say("") }
        return status
      case .statement(let text):
        if interpreter.isFarewell(text) { return status }
        if text.allSatisfy(\.isWhitespace) {
          // A pipe may hold Enters without end, and nobody who sees that nothing comes of them.
          if !isTerminal, futile == Self.patience { return status }
          if runStep() { show(in: reader) } else { futile += 1 }
        } else if Self.isSkip(text) {
          if pass() { show(in: reader) }
        } else {
          futile = 0
          reader.remember(text)
          runBetween(text, from: reader)
        }
        if let departure { return departure }
        if !isTerminal, max(stepStatus, typedStatus) == 130 { return 130 }
      }
    }
  }

  /// At a terminal every error was seen; else the status tells of one that was not mended by trying again.
  private var status: Int32 { isTerminal ? 0 : max(stepStatus, typedStatus) }

  private static func isSkip(_ text: String) -> Bool {
    text.split(whereSeparator: \.isWhitespace) == ["skip"]
  }

  // MARK: What happens

  /// Runs the next statement.
  /// - Returns: whether there is another one to show then.
  private func runStep() -> Bool {
    guard walk.steps.indices.contains(index) else { return false }
    host.beginCommand()
    defer { host.show(nil) }
    do throws(Diagnostic) {
      try interpreter.run(step: index, of: walk, arguments: arguments, echo: true)
    } catch {
      host.complain(error)
      (stepStatus, departure) = (error.status, error.departure)
      return false
    }
    return pass()
  }

  /// Leaves the next statement behind.
  private func pass() -> Bool {
    guard walk.steps.indices.contains(index) else {
      say("There is no step left.")
      return false
    }
    (stepStatus, futile) = (0, 0)
    index += 1
    return true
  }

  private func runBetween(_ text: String, from reader: StatementReader) {
    do throws(Diagnostic) {
      try interpreter.perform(text, host)
    } catch {
      host.complain(error)
      (typedStatus, departure) = (error.status, error.departure)
      if error.kind == .interrupted { reader.giveUpPaste() }
    }
    guard isTerminal, walk.steps.indices.contains(index) else { return }
    let code = StepText.lines(walk.steps[index].code)
    let line = "Enter runs: " + (code.first ?? "") + (code.count > 1 ? " …" : "")
    say(page.painted(DisplayWidth.shortened(line, to: max(20, host.promptDisplay.columns - 1)), "36"))
  }

  // MARK: What is shown

  /// `[3/12]`; `nil` behind the last statement.
  private var progress: String? {
    walk.steps.indices.contains(index) ? "[\(index + 1)/\(walk.steps.count)]" : nil
  }

  private func introduce() {
    let count = counted(walk.steps.count, "step")
    let how =
      "Enter runs the step shown, skip passes over it, anything else runs in between, Ctrl-D leaves."
    say(TextLayout.wrapped("\(walk.source.name), \(count): \(how)", columns: max(20, host.promptDisplay.columns)))
  }

  /// Shows the next statement with the comments above it, or the script's end.
  private func show(in reader: StatementReader) {
    guard let progress else {
      let end = page.comments(walk.end)
      say(
        (end.isEmpty ? [] : [""] + end).joined(separator: "\n") + (end.isEmpty ? "" : "\n") + "That was the last step.")
      return
    }
    let step = walk.steps[index]
    let place = page.painted("\(progress) \(visible(walk.source.name)):\(step.line)", "34")
    say((["", place] + page.comments(step.text) + StepText.lines(step.code)).joined(separator: "\n"))
    // With the arrow key it can be had for a change.
    reader.offer(step.code)
  }

  private var page: StepText { StepText(display: isTerminal ? host.promptDisplay : .plain) }

  private func say(_ text: String) { if isTerminal { host.say(text) } else { host.print(text) } }
}

extension Diagnostic {
  /// What the program's exit status says of it.
  public var status: Int32 {
    switch kind {
    case .arguments: 64
    case .syntax: 65
    case .runtime: 70
    case .interrupted: 130
    case .left(let status): status
    }
  }
}
