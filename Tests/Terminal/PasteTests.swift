import Foundation
import Testing

/// Lines that a terminal hands over as if they were typed, without the signs of a paste.
@Suite(.serialized) struct PasteTests {
  private func prompt() throws -> PseudoTerminal {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    return terminal
  }

  /// All lines run, and the history keeps the first of them and the last beside what was typed before.
  @Test func aLongPasteLeavesTheHistory() throws {
    let terminal = try prompt()
    try terminal.type("print before\r")
    try terminal.wait(forLine: "before")
    try terminal.waitForPrompt()
    try terminal.type((1...120).map { "print \"line {\($0)}\"\r" }.joined())
    try terminal.wait(forLine: "line 120")
    try terminal.waitForPrompt()
    try terminal.type("history --count 1000\r")
    try terminal.wait(for: "history --count 1000")
    try terminal.waitForPrompt()
    let kept = terminal.screen.text.filter { $0.contains("print \"line {") && !$0.contains("drumlin>") }
    #expect(kept.count >= 2 && kept.count < 60)
    #expect(terminal.screen.text.contains { $0.hasSuffix("print before") && !$0.contains("drumlin>") })
  }

  /// Ctrl-C gives up the lines that are still to come as well.
  @Test func anInterruptEndsAPaste() throws {
    let terminal = try prompt()
    let start = (1...30).map { "print \"line {\($0)}\"\r" }.joined()
    try terminal.type(start + "while true { }\r" + (1...60).map { "print \"more {\($0)}\"\r" }.joined())
    try terminal.wait(forLine: "line 30")
    try terminal.wait(for: "while true { }")
    terminal.read(for: 0.3)
    try terminal.press(.controlC)
    try terminal.wait(for: "interrupted")
    // What comes before that is still a part of the paste.
    try terminal.waitForPrompt()
    try terminal.type("print after\r")
    try terminal.wait(forLine: "after")
    #expect(!terminal.screen.text.contains { $0.hasPrefix("more ") })
  }
}
