import Foundation
import Testing

/// `bind -v` in ~/.editrc: vi's keys, and beside them those that every keyboard has.
@Suite(.serialized) struct ViKeysTests {
  private func terminal(_ editrc: String = "bind -v\n") throws -> PseudoTerminal {
    let home = try PseudoTerminal(["/bin/true"])
    try editrc.write(to: home.folder.appendingPathComponent(".editrc"), atomically: true, encoding: .utf8)
    let terminal = try PseudoTerminal(environment: ["HOME": home.folder.path])
    // The file is read before the prompt shows.
    try terminal.waitForPrompt()
    return terminal
  }

  @Test func commandModeEdits() throws {
    let terminal = try terminal()
    try terminal.type("print abc")
    try terminal.press(.escape)
    try terminal.type("xaZ\r")
    try terminal.wait(forLine: "abZ")
    try terminal.type("print one two three")
    try terminal.press(.escape)
    try terminal.type("bdw0wDa\"moved\"\r")
    try terminal.wait(forLine: "moved")
  }

  @Test func aKeyTellsOfTheCommand() throws {
    let terminal = try terminal()
    try terminal.type("fail \u{1B}OP")
    try terminal.wait(forLine: "Stops the script with a message.")
    try terminal.type("a\r")
    try terminal.wait(forLine: "error: a")
  }

  @Test func undoWorks() throws {
    let terminal = try terminal()
    try terminal.type("print \"abc\"")
    try terminal.press(.escape)
    try terminal.type("hx")
    try terminal.wait(forInput: "drumlin> print \"ab\"")
    try terminal.type("u")
    try terminal.wait(forInput: "drumlin> print \"abc\"")
    try terminal.press(.enter)
    try terminal.wait(forLine: "abc")
  }

  @Test func deleteAtTheEndDeletesNothing() throws {
    let terminal = try terminal()
    try terminal.type("print ab")
    try terminal.press(.delete)
    try terminal.type("c\r")
    try terminal.wait(forLine: "abc")
  }

  @Test func historyComesBackInCommandMode() throws {
    let terminal = try terminal()
    try terminal.type("print apple\rprint banana\r")
    try terminal.wait(forLine: "banana")
    try terminal.press(.escape)
    try terminal.type("kk")
    try terminal.wait(forInput: "drumlin> print apple")
    try terminal.type("j")
    try terminal.wait(forInput: "drumlin> print banana")
    try terminal.type("/app\r")
    try terminal.wait(forInput: "drumlin> print apple")
    try terminal.press(.enter)
    try terminal.wait("apple twice") { $0.text.filter { $0 == "apple" }.count == 2 }
  }

  @Test func arrowsHomeAndEndWorkWhileInserting() throws {
    let terminal = try terminal()
    try terminal.type("rint \"bcf\"")
    try terminal.press(.left, .left)
    try terminal.type("e")
    try terminal.press(.left)
    try terminal.type("d")
    try terminal.press(.home)
    try terminal.type("p")
    try terminal.press(.controlRight)
    try terminal.press(.right)
    try terminal.type("a")
    try terminal.press(.end4, .left)
    try terminal.type("gX!")
    try terminal.press(.left, .left, .delete, .home1, .end)
    try terminal.wait(forInput: "drumlin> print \"abcdefg!\"")
    try terminal.press(.enter)
    try terminal.wait(forLine: "abcdefg!")
  }

  @Test func upBringsTheLastLineWithTheCursorAtItsEnd() throws {
    let terminal = try terminal()
    try terminal.type("print a\rprint b\r")
    try terminal.wait(forLine: "b")
    try terminal.press(.up)
    try terminal.wait(forInput: "drumlin> print b")
    try terminal.press(.up)
    try terminal.wait(forInput: "drumlin> print a")
    try terminal.press(.down)
    try terminal.wait(forInput: "drumlin> print b")
    try terminal.type("c\r")
    try terminal.wait(forLine: "bc")
  }

  @Test func completionAndSearchWork() throws {
    let terminal = try terminal()
    try terminal.type("set-s\t5\r")
    try terminal.waitForPrompt()
    try terminal.press(.controlR)
    try terminal.type("set")
    try terminal.wait(for: "set-seed 5")
    try terminal.press(.controlC)
    try terminal.waitForPrompt()
    try terminal.type("print on\r")
    try terminal.wait(forLine: "on")
  }

  @Test func aMarkedPasteKeepsItsTabsAndLines() throws {
    let terminal = try terminal()
    #expect(terminal.screen.modes.contains(2004))
    try terminal.type("\u{1B}[200~let $x = 1\rfor $i in 1..2 {\r\tprint \"got {$x + $i}\"\r}\r\u{1B}[201~")
    try terminal.wait(forInput: "}")
    #expect(!terminal.screen.text.contains("got 2"))
    try terminal.press(.enter)
    try terminal.wait(forLine: "got 3")
    try terminal.waitForPrompt()
    #expect(terminal.screen.bells == 0)
    // Still inserting.
    try terminal.type("print on\r")
    try terminal.wait(forLine: "on")
  }

  @Test func aPasteInCommandModeIsText() throws {
    let terminal = try terminal()
    try terminal.type("print \"ac\"")
    try terminal.press(.escape)
    try terminal.type("h")
    try terminal.type("\u{1B}[200~b\u{1B}[201~")
    try terminal.wait(forInput: "drumlin> print \"abc\"")
    try terminal.press(.enter)
    try terminal.wait(forLine: "abc")
  }

  @Test func anUnmarkedPasteRunsInOrder() throws {
    let terminal = try terminal()
    try terminal.type("for $i in 1..2 {\r\tif $i == 2 {\r\t\tprint \"tab {$i}\"\r\t}\r}\r")
    try terminal.wait(forLine: "tab 2")
    #expect(terminal.screen.bells == 0)
  }

  @Test func aSequenceTornApartByASlowLineIsStillAPaste() throws {
    let terminal = try terminal()
    for piece in ["\u{1B}[", "20", "0", "~", "print slo", "w\u{1B}", "[201", "~"] {
      try terminal.type(piece)
      terminal.read(for: 0.05)
    }
    try terminal.wait(forInput: "drumlin> print slow")
    try terminal.press(.enter)
    try terminal.wait(forLine: "slow")
  }

  @Test(arguments: ["abc\u{1B}", "\u{1B}/ab", "abc\u{1B}r", "abc\u{1B}f", "abc\u{1B}d"])
  func controlCGivesAFreshLineWhateverIsPending(keys: String) throws {
    let terminal = try terminal()
    try terminal.type(keys)
    // What was typed is read before the interrupt, which throws away what was not.
    try terminal.wait("the line") { $0.cursorLine != "drumlin>" || $0.bells > 0 }
    try terminal.press(.controlC)
    try terminal.waitForPrompt()
    try terminal.type("print on\r")
    try terminal.wait(forLine: "on")
  }

  @Test func controlDOnAnEmptyLineLeaves() throws {
    let terminal = try terminal()
    try terminal.press(.controlD)
    #expect(try terminal.exitStatus() == 0)
    #expect(!terminal.screen.modes.contains(2004))
  }

  @Test func utf8IsTypedAndDeleted() throws {
    let terminal = try terminal()
    try terminal.type("print \"éx日本🥁")
    try terminal.press(.backspace, .backspace)
    try terminal.type("ü\"\r")
    try terminal.wait(forLine: "éx日ü")
    // Not UTF-8, and the codes that stand for keys: shown as such, and nothing else.
    try terminal.type("print \"\u{80}\u{81}a\"\r")
    try terminal.wait(for: "\u{FFFD}\u{FFFD}a")
  }
}
