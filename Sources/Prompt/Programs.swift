import CEdit
import Foundation
import Language

extension TerminalHost {
  /// Runs a shell's command line on the terminal, and says how it ended when that is not well.
  /// - Parameter text: what was typed.
  func run(_ command: String, typed text: String) throws(Diagnostic) {
    let source = SourceText(name: "prompt", text: text)
    func failure(_ message: String, hint: String) -> Diagnostic {
      Diagnostic(message, hint: hint, source: source, span: Span(start: 0, end: text.utf8.count))
    }
    guard isatty(STDIN_FILENO) != 0 else {
      throw failure("other programs run at a terminal only", hint: "a script can't run them")
    }
    guard !command.isEmpty else {
      throw failure("a command should follow !", hint: "!ls -l has the shell run it; cd goes to another folder")
    }
    switch cedit_run(command, nil, 0) {
    case 0: break
    case -1: throw failure("can't run it: \(String(cString: strerror(errno)))", hint: "is /bin/sh there?")
    case 128 + SIGINT: complain("interrupted")
    case let status where status > 128: complain("ended by signal \(status - 128)")
    case let status: complain("ended with status \(status)")
    }
  }

  /// Writes a text that was asked for, also where else nothing is said of work. What is higher than the terminal goes
  /// through a pager, at the prompt only.
  public func page(_ text: String, noted: String) {
    let shown = visible(text, keeping: Self.layout)
    if isReadAtOnce, preferences().hasPager, isatty(STDIN_FILENO) != 0, let pager = environment.pager, isHigher(shown) {
      show(nil)
      let bytes = Array((shown + "\n").utf8).map { CChar(bitPattern: $0) }
      // 126 and 127 are the shell's word that there is no such program.
      if ![-1, 126, 127].contains(cedit_run(pager, bytes, bytes.count)) { return }
    }
    draw(shown, on: STDOUT_FILENO)
  }

  /// Whether a text leaves no row of the terminal for the prompt.
  private func isHigher(_ text: String) -> Bool {
    let display = display
    guard display.isTerminal else { return false }
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false).reduce(0) { rows, line in
      rows + max(1, (DisplayWidth.of(line) + display.columns - 1) / max(1, display.columns))
    }
    return rows >= display.rows
  }

  /// Makes the terminal empty, as far as it can be.
  func clear() {
    guard display.isTerminal, environment.hasEscapes else { return }
    show(nil)
    // The top, what is below it, and what scrolled away.
    Self.write("\u{1B}[H\u{1B}[2J\u{1B}[3J", to: STDOUT_FILENO)
  }
}
