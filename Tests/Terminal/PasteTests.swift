import Testing

/// Text that comes faster than anybody types.
@Suite(.serialized) struct PasteTests {
  @Test func statementsPastedWithoutMarksRunInOrder() throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    try terminal.type((1...20).map { "print \"pasted {\($0)}\"\r" }.joined())
    try terminal.wait(forLine: "pasted 20")
    try terminal.waitForPrompt()
    #expect(terminal.screen.text.filter { $0.hasPrefix("pasted ") } == (1...20).map { "pasted \($0)" })
  }

  @Test func aMarkedPasteWaitsForEnterAndRunsInOrder() throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    #expect(terminal.screen.modes.contains(2004))
    try terminal.type("\u{1B}[200~let $x = 1\rfor $i in 1..2 {\r\tprint \"got {$x + $i}\"\r}\r\u{1B}[201~")
    try terminal.wait(forInput: "}")
    #expect(!terminal.screen.text.contains("got 2"))
    try terminal.press(.enter)
    try terminal.wait(forLine: "got 2")
    try terminal.wait(forLine: "got 3")
    try terminal.waitForPrompt()
    try terminal.press(.up)
    try terminal.wait(forInput: "}")
    try terminal.press(.enter)
    try terminal.wait("it ran again") { $0.text.filter { $0 == "got 3" }.count == 2 }
  }

  @Test func aMarkedPasteInsideALineIsText() throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    try terminal.type("print \"ac\"")
    try terminal.press(.left, .left)
    try terminal.type("\u{1B}[200~b\u{7}\u{1B}[201~")
    try terminal.wait(forInput: "drumlin> print \"abc\"")
    try terminal.press(.enter)
    try terminal.wait(forLine: "abc")
  }

  @Test func aPasteLongerThanTheScreen() throws {
    let terminal = try PseudoTerminal(columns: 40, rows: 10)
    try terminal.waitForPrompt()
    let lines = (1...200).map { "print \"long {\($0)}\"" }.joined(separator: "\r")
    try terminal.type("\u{1B}[200~" + lines + "\u{1B}[201~\r")
    try terminal.wait(forLine: "long 200")
    try terminal.waitForPrompt()
    try terminal.type("print done\r")
    try terminal.wait(forLine: "done")
  }

  @Test func aPasteTooLongIsReadButNotTaken() throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    let line = String(repeating: "x", count: 79) + "\r"
    try terminal.type("\u{1B}[200~" + String(repeating: line, count: 60_000) + "\u{1B}[201~")
    try terminal.wait("the bell") { $0.bells == 1 }
    try terminal.waitForPrompt()
    #expect(!terminal.screen.text.contains { $0.contains("xx") })
  }

  @Test func pastedTabsAreNotLost() throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    try terminal.type("for $i in 1..2 {\r\tif $i == 2 {\r\t\tprint \"tab {$i}\"\r\t}\r}\r")
    try terminal.wait(forLine: "tab 2")
    #expect(terminal.screen.bells == 0)
    #expect(terminal.screen.text.contains("    ...>     print \"tab {$i}\""))
  }

  @Test func interruptingAPaste() throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    try terminal.type("\u{1B}[200~print lost")
    terminal.read(for: 0.2)
    try terminal.dropLine()
    try terminal.type("print kept\r")
    try terminal.wait(forLine: "kept")
  }
}
