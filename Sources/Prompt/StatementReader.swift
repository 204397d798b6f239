import Foundation
import Language

/// Reads statements that a person types, a whole one at a time, with history, completion and hints.
final class StatementReader {
  enum Input: Equatable {
    /// A statement, which may have several lines; blank when there was only Enter.
    case statement(String)
    case interrupted
    case end
  }

  private let interpreter: Interpreter
  private let host: TerminalHost
  private let history: History
  private var source: any LineSource = PipedLines()
  private var hasReported = false
  /// The lines of a statement that is not complete yet, each with its line end.
  private var unfinished = ""
  /// The line and the cursor at which Tab last had nothing to insert: a second Tab there lists what there is.
  private var lastTab: (line: String, cursor: Int)?
  /// How many statements came one upon another, with keys behind each that waited: a paste that the terminal didn't
  /// bracket, or what was typed while a command ran.
  private var burst = 0
  /// How many of a burst the history keeps: the rest would drive all out that was typed before.
  private static let mostOfABurst = 20
  /// How many nobody types ahead.
  private static let paste = 3
  /// Whether a first line is one that the caller understands as it is.
  private var isOwn: (String) -> Bool = { _ in false }

  /// - Parameters:
  ///   - terminal: the descriptor, 1 or 2, of the terminal to draw on; `nil` when the lines come from a pipe or a file.
  /// - Returns: `nil` when there is no memory for it.
  init?(interpreter: Interpreter, host: TerminalHost, history: History, terminal: Int32?) {
    self.interpreter = interpreter
    self.host = host
    self.history = history
    guard let terminal else { return }
    let editor = LineEditor(
      program: "drumlin", output: terminal, historySize: HistoryFile.capacity,
      paint: host.environment.paintsLines ? { [unowned self] line, cursor in colours(line, cursor) } : nil
    ) { [unowned self] line, cursor, asksForHelp in
      asksForHelp ? help(line, cursor) : complete(line, cursor)
    }
    guard let editor else { return nil }
    source = editor
    for entry in history.recall() { editor.remember(entry) }
    report()
  }

  /// The next statement.
  /// - Parameter isOwn: whether a first line is one that the caller understands as it is.
  func next(prompt: String, isOwn: @escaping (String) -> Bool = { _ in false }) -> Input {
    self.isOwn = isOwn
    let preferences = host.preferences()
    source.hasSuggestions = preferences.hasColours && preferences.hasSuggestions
    while true {
      lastTab = nil
      switch source.read(prompt: unfinished.isEmpty ? prompt : PromptText.continuation) {
      case .interrupted:
        unfinished = ""
        giveUpPaste()
        return .interrupted
      case .end:
        if unfinished.isEmpty { return .end }
        // Nothing can finish the statement any more: its error says what is missing.
        return .statement(whole())
      case .text(let line):
        let isFirst = unfinished.isEmpty
        unfinished += line + "\n"
        if isFirst, isNoStatement(line) { return .statement(whole()) }
        if case .incomplete = Completeness(of: unfinished) { continue }
        return .statement(whole())
      }
    }
  }

  /// Whether a first line is no statement of the language.
  private func isNoStatement(_ line: String) -> Bool {
    Shorthand.isHelp(line) || Shorthand.shellCommand(line) != nil || isOwn(line)
  }

  /// Forgets the lines of a paste that are still to come: after an interrupt nobody wants them.
  func giveUpPaste() {
    if burst > Self.paste { source.forgetKeys() }
    burst = 0
  }

  private func whole() -> String {
    burst = source.keysWait ? burst + 1 : 0
    var text = unfinished
    unfinished = ""
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }

  /// Keeps a statement in the history.
  func remember(_ entry: String) {
    if burst <= Self.mostOfABurst, history.remember(entry) { source.remember(entry) }
    report()
  }

  /// Lets a person bring up a statement that was not typed, with the arrow keys.
  func offer(_ statement: String) { source.remember(statement) }

  /// Says once that history is not kept.
  private func report() {
    guard let problem = history.problem, !hasReported else { return }
    hasReported = true
    host.complain("history is not kept: \(problem)")
  }

  // MARK: What is drawn and completed while one types

  /// A block so long is drawn without colours: they would hold the keys up.
  private static let longestColoured = 1 << 15

  private func colours(_ line: String, _ cursor: Int) -> [UInt8] {
    let before = unfinished.utf8.count
    let isOther = isNoStatement(line) || Shorthand.isFarewell(line)
    let isColoured = host.preferences().hasColours && (before > 0 || !isOther)
    guard before < Self.longestColoured, isColoured else { return [] }
    let defined = Set(interpreter.definedSignatures.map(\.name))
    let paint = LinePaint(
      unfinished + line, cursor: before + cursor,
      isCommand: { [interpreter] in interpreter.registry[$0] != nil || defined.contains($0) },
      isBeginning: { [interpreter] beginning in
        let names = interpreter.registry.signatures.lazy.map(\.name)
        return names.contains { $0.hasPrefix(beginning) } || defined.contains { $0.hasPrefix(beginning) }
      })
    return paint.colours.dropFirst(before).map(\.rawValue)
  }

  /// Tells of the command that the cursor stands in, and leaves the line as it is.
  private func help(_ line: String, _ cursor: Int) -> LineEditor.Reaction {
    let signatures = interpreter.registry.signatures + interpreter.definedSignatures
    let text = unfinished + line
    guard let command = Completion.command(in: text, at: unfinished.utf8.count + cursor, among: signatures) else {
      return .beep
    }
    return .show(command.help(columns: host.promptDisplay.columns))
  }

  private func complete(_ line: String, _ cursor: Int) -> LineEditor.Reaction {
    // Inside a block a Tab before any word indents: it is meant so, typed or pasted.
    if !unfinished.isEmpty, line.utf8.prefix(cursor).allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
      return .replace(count: 0, with: "  ")
    }
    let completion = Completion(
      line: unfinished + line, cursor: unfinished.utf8.count + cursor,
      signatures: interpreter.registry.signatures + interpreter.definedSignatures, variables: variables(),
      fileSystem: DiskFileSystem(home: host.environment.home),
      suggestions: { [interpreter] in interpreter.registry[$0]?.suggestions(for: $1) ?? [] })
    defer { lastTab = (line, cursor) }
    let isSecond = lastTab.map { $0 == (line, cursor) } ?? false
    let display = host.promptDisplay
    let hint = completion.hint?.text(columns: display.columns)
    switch completion.step {
    case .insert(let count, let text): return .replace(count: count, with: text)
    case .choose(let labels):
      // Behind a whole word there is no slip of the finger to be told of: what can follow is shown at once.
      let lead = completion.isAtNewWord ? hint.map { $0 + "\n" } : nil
      guard isSecond || lead != nil else { return .beep }
      return .show((lead ?? "") + Columns.text(labels, columns: display.columns, rows: max(2, display.rows / 2)))
    case .nothing: return hint.map { .show($0) } ?? .beep
    }
  }

  private func variables() -> [Completion.Variable] {
    interpreter.variableNames.map { Completion.Variable(name: $0, value: interpreter.value(ofVariable: $0)) }
  }
}
