import Foundation
import Testing

/// Terminals of all kinds and sizes.
@Suite(.serialized) struct ShapesTests {
  @Test(arguments: ["dumb", "", "vt100", "xterm-256color", "no-such-terminal"])
  func kindsOfTerminals(term: String) throws {
    let terminal = try PseudoTerminal(environment: ["TERM": term])
    try terminal.waitForPrompt()
    try terminal.type("print \"wronh")
    try terminal.press(.backspace)
    try terminal.type("g\"\r")
    try terminal.wait(forLine: "wrong")
    try terminal.waitForPrompt()
    try terminal.type("print lost")
    try terminal.wait(forInput: "drumlin> print lost")
    try terminal.dropLine()
    try terminal.type("print kept\r")
    try terminal.wait(forLine: "kept")
    #expect(!terminal.screen.text.contains("lost"))
  }

  @Test func withoutTERM() throws {
    let terminal = try PseudoTerminal(environment: ["TERM": nil])
    try terminal.waitForPrompt()
    try terminal.type("print works\r")
    try terminal.wait(forLine: "works")
    #expect(!terminal.stream.contains(0x1B))
  }

  @Test func aDumbTerminalGetsNoEscapeSequences() throws {
    let terminal = try PseudoTerminal(environment: ["TERM": "dumb"])
    try terminal.waitForPrompt()
    try terminal.type("unknown-word\rset-s\t7\r")
    try terminal.wait(for: "error")
    try terminal.press(.up)
    terminal.read(for: 0.3)
    #expect(!terminal.stream.contains(0x1B))
  }

  @Test func noColourWhenNotWanted() throws {
    let terminal = try PseudoTerminal(environment: ["NO_COLOR": "1"])
    try terminal.waitForPrompt()
    try terminal.type("unknown-word\r")
    try terminal.wait(for: "error")
    try terminal.waitForPrompt()
    #expect(!String(decoding: terminal.stream, as: UTF8.self).contains("\u{1B}[1;31m"))
  }

  @Test(arguments: [(20, 5), (20, 24), (12, 2), (300, 100), (0, 0)])
  func sizes(columns: Int, rows: Int) throws {
    let terminal = try PseudoTerminal(columns: columns, rows: rows)
    try terminal.waitForPrompt()
    try terminal.type("print 1234567890-1234567890-1234567890")
    for _ in 0..<30 { try terminal.press(.backspace) }
    try terminal.type("\r")
    try terminal.wait(forLine: "12")
    try terminal.type("denoise-\t\t")
    terminal.read(for: 0.3)
    try terminal.dropLine()
    try terminal.type("print on\r")
    try terminal.wait(forLine: "on")
  }

  @Test func anotherSizeWhileEditing() throws {
    let terminal = try PseudoTerminal(columns: 80, rows: 24)
    try terminal.waitForPrompt()
    try terminal.type("print \"" + String(repeating: "abcde", count: 12))
    terminal.read(for: 0.3)
    try terminal.resize(columns: 30, rows: 10)
    // Drawn afresh, in rows of 30.
    try terminal.wait("rows of 30") { $0.text.contains { $0.count == 30 && $0.hasPrefix("drumlin> print") } }
    try terminal.resize(columns: 100, rows: 24)
    try terminal.wait("one row of 76") { $0.cursorLine.hasPrefix("drumlin> print") && $0.cursorLine.count == 76 }
    try terminal.type("!\"\r")
    try terminal.wait(forLine: String(repeating: "abcde", count: 12) + "!")
  }

  @Test func anotherSizeWhileACommandRuns() throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    try terminal.type("print started; while true { }\r")
    try terminal.wait(forLine: "started")
    try terminal.resize(columns: 40, rows: 10)
    try terminal.press(.controlC)
    try terminal.waitForPrompt()
    try terminal.type("print " + String(repeating: "x", count: 50))
    try terminal.wait("a wrapped line") { $0.text.contains { $0.count == 40 && $0.hasPrefix("drumlin> print xxx") } }
  }

  @Test func outputToAFileLeavesThePromptOnTheTerminal() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("drumlin-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let terminal = try PseudoTerminal(output: file.path)
    try terminal.waitForPrompt()
    try terminal.type("print captured\r")
    try terminal.waitForPrompt()
    try terminal.press(.controlD)
    #expect(try terminal.exitStatus() == 0)
    #expect(try String(contentsOf: file, encoding: .utf8) == "captured\n")
  }
}
