import Foundation
import Language

/// The prompt: reads statements that a person types, one at a time, and runs them until Ctrl-D or `exit`.
public final class Prompt {
  private let interpreter: Interpreter
  private let host: TerminalHost
  private let greeting: String
  private let history: History
  private let begin: () -> Void
  private let promptText: () -> String

  /// - Parameters:
  ///   - greeting: what is said first.
  ///   - begin: runs what a person has each session begin with.
  ///   - promptText: what stands before the first line of a statement; asked anew each time.
  public init(
    interpreter: Interpreter, host: TerminalHost, greeting: String, history: History,
    begin: @escaping () -> Void = {}, promptText: @escaping () -> String = { "drumlin> " }
  ) {
    self.interpreter = interpreter
    self.host = host
    self.greeting = greeting
    self.history = history
    self.begin = begin
    self.promptText = promptText
  }

  /// Talks with the person at the terminal until they leave.
  /// - Returns: the exit status.
  public func run() -> Int32 {
    let output = TerminalHost.promptDescriptor
    host.say(greeting)
    begin()
    host.beginCommand()
    guard let reader = StatementReader(interpreter: interpreter, host: host, history: history, terminal: output) else {
      host.complain("drumlin: there is no memory for a prompt")
      return 70
    }
    while true {
      switch reader.next(prompt: host.fitted(promptText())) {
      case .interrupted: continue
      case .end:
        // The shell's prompt gets a line of its own.
        host.say("")
        return 0
      case .statement(let text):
        if interpreter.isFarewell(text) { return 0 }
        if text.allSatisfy(\.isWhitespace) { continue }
        reader.remember(text)
        do throws(Diagnostic) {
          try interpreter.perform(text, host)
        } catch {
          if let status = error.departure { return status }
          host.complain(error)
          if error.kind == .interrupted { reader.giveUpPaste() }
        }
      }
    }
  }
}

extension Interpreter {
  /// Runs what was typed at a prompt.
  func perform(_ text: String, _ host: TerminalHost) throws(Diagnostic) {
    host.beginCommand()
    host.isReadAtOnce = true
    defer {
      host.show(nil)
      host.isReadAtOnce = false
    }
    if let command = Shorthand.shellCommand(text) {
      try host.run(command, typed: text)
      onStatement?(.other(text), memory)
      return
    }
    try run(SourceText(name: "prompt", text: Shorthand.expanded(text)), echo: true)
  }

  /// Whether a text asks to leave, and is no command.
  func isFarewell(_ text: String) -> Bool {
    guard Shorthand.isFarewell(text) else { return false }
    // What the language would not read can only be meant so.
    if text.contains("(") { return true }
    let word = text.filter(\.isLetter)
    return registry[word] == nil && !definedSignatures.contains { $0.name == word }
  }
}

extension TerminalHost {
  /// The descriptor that a prompt is drawn on: standard error where standard output goes elsewhere.
  static var promptDescriptor: Int32 { isatty(STDOUT_FILENO) != 0 ? STDOUT_FILENO : STDERR_FILENO }

  /// Writes a line where the prompt is drawn; it may hold colours, and no text from outside.
  func say(_ text: String) {
    draw(text, on: Self.promptDescriptor)
  }

  /// What the terminal that a prompt is drawn on can show.
  var promptDisplay: Display { display.isTerminal ? display : errorDisplay }

  /// A prompt as it fits the terminal, with something before it that stays.
  func fitted(_ prompt: String, behind before: String = "") -> String {
    let room = promptDisplay.columns - 2 * DisplayWidth.of(before)
    return before + PromptText.fitted(prompt, columns: room, isUnicode: environment.isUnicode)
  }
}
