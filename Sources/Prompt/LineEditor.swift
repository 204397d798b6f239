import CEdit
import Foundation

/// A line editor on the terminal: libedit's keys, history and search, with completion by a function.
final class LineEditor: LineSource {
  /// What Tab does to the line.
  enum Reaction {
    /// Replaces so many code points before the cursor.
    case replace(count: Int, with: String)
    /// Shows lines below.
    case show(String)
    case beep
  }

  private var editor: OpaquePointer?
  /// What was ever remembered: only what is among it has to be looked for.
  private var remembered: Set<String> = []
  private let complete: (_ line: String, _ cursor: Int) -> Reaction

  /// - Parameters:
  ///   - output: the descriptor, 1 or 2, of the terminal to draw on.
  ///   - complete: is given the line and the cursor's byte offset in it.
  /// - Returns: `nil` when there is no memory for it.
  init?(
    program: String, output: Int32, historySize: Int, complete: @escaping (_ line: String, _ cursor: Int) -> Reaction
  ) {
    self.complete = complete
    let context = Unmanaged.passUnretained(self).toOpaque()
    editor = cedit_open(
      program, output, Int32(clamping: historySize),
      { context, text, length, cursor in
        guard let context else { return }
        let line = String(decoding: UnsafeRawBufferPointer(start: text, count: length), as: UTF8.self)
        Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue().react(to: line, cursor: cursor)
      }, context)
    if editor == nil { return nil }
  }

  deinit { cedit_close(editor) }

  /// Lets a person edit a line behind a prompt, in which escape sequences stand between \u{1} characters.
  func read(prompt: String) -> Line {
    prompt.withCString { prompt in
      var text: UnsafePointer<CChar>?
      var length = 0
      switch Int(cedit_read(editor, prompt, &text, &length)) {
      case CEDIT_LINE: return .text(String(decoding: UnsafeRawBufferPointer(start: text, count: length), as: UTF8.self))
      case CEDIT_INTERRUPTED: return .interrupted
      default: return .end
      }
    }
  }

  /// Adds an entry to what the arrow keys and the search find; an equal one before it goes.
  func remember(_ entry: String) {
    if !remembered.insert(entry).inserted { cedit_forget(editor, entry) }
    cedit_remember(editor, entry)
  }

  private func react(to line: String, cursor: Int) {
    switch complete(line, cursor) {
    case .replace(let count, let text): cedit_replace(editor, Int32(clamping: count), text)
    case .show(let lines): cedit_show(editor, lines)
    case .beep: cedit_beep(editor)
    }
  }
}
