import Foundation
import Language

/// The prompt: reads statements that a person types, one at a time, and runs them until Ctrl-D or `exit`.
public final class Prompt {
  private let interpreter: Interpreter
  private let registry: CommandRegistry
  private let host: TerminalHost
  private let version: String
  private let promptText: () -> String
  private let history: HistoryFile?
  private var newestEntry: String?
  private var hasHistoryProblem = false
  /// The lines of a statement that is not complete yet, each with its line end.
  private var unfinished = ""
  /// The line and the cursor at which Tab last had nothing to insert: a second Tab there lists what there is.
  private var lastTab: (line: String, cursor: Int)?

  /// - Parameter promptText: what stands before the first line of a statement; asked anew each time. Escape sequences
  ///   stand between \u{1} characters.
  public init(
    interpreter: Interpreter, registry: CommandRegistry, host: TerminalHost, version: String,
    environment: [String: String] = ProcessInfo.processInfo.environment,
    promptText: @escaping () -> String = { "drumlin> " }
  ) {
    self.interpreter = interpreter
    self.registry = registry
    self.host = host
    self.version = version
    self.promptText = promptText
    history = HistoryFile(environment: environment)
  }

  /// Talks with the person at the terminal until they leave.
  /// - Returns: the exit status.
  public func run() -> Int32 {
    let output = isatty(STDOUT_FILENO) != 0 ? STDOUT_FILENO : STDERR_FILENO
    let editor = LineEditor(program: "drumlin", output: output, historySize: HistoryFile.capacity) {
      [unowned self] line, cursor in complete(line, cursor)
    }
    guard let editor else {
      host.complain("drumlin: there is no memory for a prompt")
      return 70
    }
    let banner = "drumlin \(version)  (help for help, Ctrl-D leaves)"
    if output == STDOUT_FILENO { host.print(banner) } else { host.complain(banner) }
    recall(in: editor)
    while true {
      lastTab = nil
      switch editor.read(prompt: unfinished.isEmpty ? promptText() : "     ...> ") {
      case .interrupted:
        unfinished = ""
      case .end:
        if unfinished.isEmpty { return leave(output) }
        // Nothing can finish the statement any more: its error says what is missing.
        submit(to: editor)
      case .line(let line):
        unfinished += line + "\n"
        if case .incomplete = Completeness(of: unfinished) { continue }
        if isFarewell(unfinished) { return 0 }
        submit(to: editor)
      }
    }
  }

  private func leave(_ output: Int32) -> Int32 {
    if output == STDOUT_FILENO { host.print("") } else { host.complain("") }
    return 0
  }

  /// Whether a line asks to leave.
  private func isFarewell(_ text: String) -> Bool {
    let word = text.trimmingCharacters(in: .whitespacesAndNewlines)
    return (word == "exit" || word == "quit") && registry[word] == nil
  }

  /// Runs the statement typed, and keeps it.
  private func submit(to editor: LineEditor) {
    var text = unfinished
    unfinished = ""
    while text.last?.isNewline == true { text.removeLast() }
    guard !text.allSatisfy(\.isWhitespace) else { return }
    remember(text, in: editor)
    host.beginCommand()
    do throws(Diagnostic) {
      try interpreter.run(SourceText(name: "prompt", text: text), echo: true)
    } catch {
      host.complain(error)
    }
    host.show(nil)
  }

  // MARK: History

  private func recall(in editor: LineEditor) {
    guard let history else { return }
    do throws(HistoryFile.Problem) {
      for entry in try history.load() {
        editor.remember(entry)
        newestEntry = entry
      }
    } catch {
      report(error)
    }
  }

  private func remember(_ entry: String, in editor: LineEditor) {
    guard HistoryFile.keeps(entry) else { return }
    editor.remember(entry)
    defer { newestEntry = entry }
    guard let history, !hasHistoryProblem else { return }
    do throws(HistoryFile.Problem) {
      try history.append(entry, after: newestEntry)
    } catch {
      report(error)
    }
  }

  /// Says once that history is not kept.
  private func report(_ problem: HistoryFile.Problem) {
    if !hasHistoryProblem { host.complain("history is not kept: \(problem)") }
    hasHistoryProblem = true
  }

  // MARK: Completion

  private func complete(_ line: String, _ cursor: Int) -> LineEditor.Reaction {
    // Inside a block a Tab before any word indents: it is meant so, typed or pasted.
    if !unfinished.isEmpty, line.utf8.prefix(cursor).allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
      return .replace(count: 0, with: "  ")
    }
    let completion = Completion(
      line: unfinished + line, cursor: unfinished.utf8.count + cursor,
      signatures: registry.signatures + interpreter.definedSignatures, variables: variables(),
      fileSystem: DiskFileSystem())
    defer { lastTab = (line, cursor) }
    let isSecond = lastTab.map { $0 == (line, cursor) } ?? false
    switch completion.step {
    case .insert(let count, let text): return .replace(count: count, with: text)
    case .choose(let labels):
      guard isSecond else { return .beep }
      let display = host.display.isTerminal ? host.display : host.errorDisplay
      return .show(Columns.text(labels, columns: display.columns, rows: max(2, display.rows / 2)))
    case .nothing: return .beep
    }
  }

  private func variables() -> [Completion.Variable] {
    interpreter.variableNames.map { name in
      Completion.Variable(name: name, fields: interpreter.value(ofVariable: name).map(Completion.fields) ?? [])
    }
  }
}
