import CEdit
import Foundation

/// A line editor on the terminal: libedit's keys, history and search, with completion by a function.
final class LineEditor: LineSource {
  /// What Tab, or a key that asks for help, does to the line.
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
  private let complete: (_ line: String, _ cursor: Int, _ asksForHelp: Bool) -> Reaction
  private let paint: ((_ line: String, _ cursor: Int) -> [UInt8])?

  /// - Parameters:
  ///   - output: the descriptor, 1 or 2, of the terminal to draw on.
  ///   - paint: is given the line and the cursor's byte offset in it, and gives each byte's colour, as the parameter of
  ///     an SGR sequence or 0; `nil` where nothing is to be drawn over the line.
  ///   - complete: is given the same, and whether help is asked for rather than the rest of a word.
  /// - Returns: `nil` when there is no memory for it.
  init?(
    program: String, output: Int32, historySize: Int, paint: ((_ line: String, _ cursor: Int) -> [UInt8])?,
    complete: @escaping (_ line: String, _ cursor: Int, _ asksForHelp: Bool) -> Reaction
  ) {
    self.complete = complete
    self.paint = paint
    let context = Unmanaged.passUnretained(self).toOpaque()
    editor = cedit_open(
      program, output, Int32(clamping: historySize),
      { context, text, length, cursor, asksForHelp in
        LineEditor.at(context)?.react(to: LineEditor.text(text, length), cursor: cursor, asksForHelp)
      },
      paint == nil
        ? nil
        : { context, text, length, cursor, styles in
          let colours = LineEditor.at(context)?.paint?(LineEditor.text(text, length), cursor) ?? []
          for (index, colour) in colours.prefix(length).enumerated() { styles?[index] = colour }
        }, context)
    if editor == nil { return nil }
  }

  deinit { cedit_close(editor) }

  var hasSuggestions = true { didSet { cedit_suggest(editor, hasSuggestions) } }

  /// Lets a person edit a line behind a prompt, in which escape sequences stand between \u{1} characters.
  func read(prompt: String) -> Line {
    prompt.withCString { prompt in
      var text: UnsafePointer<CChar>?
      var length = 0
      switch Int(cedit_read(editor, prompt, &text, &length)) {
      case CEDIT_LINE: return .text(Self.text(text, length))
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

  var keysWait: Bool { cedit_key_comes(0) }

  func forgetKeys() {
    // A terminal hands on what is pasted bit by bit; a key that is held down never ends.
    for _ in 0..<50 where cedit_key_comes(100) { cedit_forget_keys() }
  }

  private static func at(_ context: UnsafeMutableRawPointer?) -> LineEditor? {
    context.map { Unmanaged<LineEditor>.fromOpaque($0).takeUnretainedValue() }
  }

  private static func text(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
    String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
  }

  private func react(to line: String, cursor: Int, _ asksForHelp: Bool) {
    switch complete(line, cursor, asksForHelp) {
    case .replace(let count, let text): cedit_replace(editor, Int32(clamping: count), text)
    case .show(let lines): cedit_show(editor, lines)
    case .beep: cedit_beep(editor)
    }
  }
}
