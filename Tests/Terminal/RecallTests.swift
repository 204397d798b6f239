import Foundation
import Testing

/// Undo, and the arrow keys behind something that was typed; with emacs and with vi keys.
@Suite(.serialized) struct RecallTests {
  private static let undo = "\u{1F}"

  private func prompt(isVi: Bool = false, after lines: [String] = []) throws -> PseudoTerminal {
    let home = try PseudoTerminal(["/bin/true"])
    let editrc = home.folder.appendingPathComponent(".editrc")
    try (isVi ? "bind -v\n" : "").write(to: editrc, atomically: true, encoding: .utf8)
    let terminal = try PseudoTerminal(environment: ["HOME": home.folder.path])
    try terminal.waitForPrompt()
    for line in lines {
      try terminal.type(line + "\r")
      try terminal.waitForPrompt()
    }
    return terminal
  }

  @Test(arguments: [false, true]) func undoGoesBackByWords(isVi: Bool) throws {
    let terminal = try prompt(isVi: isVi)
    try terminal.type("print one two")
    try terminal.wait(forInput: "drumlin> print one two")
    try terminal.type(Self.undo)
    try terminal.wait(forInput: "drumlin> print one")
    try terminal.type(Self.undo)
    try terminal.wait(forInput: "drumlin> print")
    try terminal.type("\"äü\"\r")
    try terminal.wait(forLine: "äü")
  }

  @Test func undoBringsBackWhatWasDeletedWithTheCursorWhereItWas() throws {
    let terminal = try prompt()
    try terminal.type("print \"abc\" d")
    try terminal.press(.left, .left, .left, .controlU)
    try terminal.wait(forInput: "drumlin> \" d")
    try terminal.type(Self.undo)
    try terminal.wait(forInput: "drumlin> print \"abc\" d")
    #expect(terminal.screen.cursorColumn == 19)
    try terminal.press(.backspace, .backspace, .backspace)
    try terminal.wait(forInput: "drumlin> print \"\" d")
    try terminal.type(Self.undo)
    try terminal.wait(forInput: "drumlin> print \"abc\" d")
    // There is an end to it.
    for _ in 0..<10 { try terminal.type(Self.undo) }
    try terminal.waitForPrompt()
    try terminal.type("print on\r")
    try terminal.wait(forLine: "on")
  }

  @Test func undoTakesAPasteBackWhole() throws {
    let terminal = try prompt()
    try terminal.type("print ")
    try terminal.type("\u{1B}[200~1\rprint 2\rprint 3\u{1B}[201~")
    try terminal.wait(forInput: "print 3")
    try terminal.type(Self.undo)
    try terminal.wait(forInput: "drumlin> print")
    #expect(!terminal.screen.text.contains { $0.contains("print 2") })
  }

  @Test(arguments: [false, true]) func upFindsWhatBeginsSo(isVi: Bool) throws {
    let terminal = try prompt(isVi: isVi, after: ["print \"a1\"", "let $x = 1", "print \"a2\"", "let $x = 2"])
    try terminal.type("pri")
    try terminal.press(.up)
    try terminal.wait(forInput: "drumlin> print \"a2\"")
    try terminal.press(.up)
    try terminal.wait(forInput: "drumlin> print \"a1\"")
    // There is none before; down goes back to what was typed.
    try terminal.press(.up, .down)
    try terminal.wait(forInput: "drumlin> print \"a2\"")
    try terminal.press(.down)
    try terminal.wait("what was typed") { $0.cursorColumn == 12 && $0.pieces(in: 90) == ["nt \"a2\""] }
    try terminal.type("nt 5\r")
    try terminal.wait(forLine: "5")
    // Behind nothing, and behind what an arrow brought, it goes through all.
    try terminal.press(.up, .up)
    try terminal.wait(forInput: "drumlin> let $x = 2")
    try terminal.press(.up)
    try terminal.wait(forInput: "drumlin> print \"a2\"")
    try terminal.press(.left, .backspace)
    try terminal.type("7\r")
    try terminal.wait(forLine: "a7")
  }

  @Test func theCodesOfKeysAreNoKeysWhenTyped() throws {
    let terminal = try prompt(after: ["print 1"])
    try terminal.type("print \"\u{8C}\u{86}a\"\r")
    try terminal.wait(for: "\u{FFFD}\u{FFFD}a")
  }
}
