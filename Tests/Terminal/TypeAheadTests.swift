import Foundation
import Testing

/// Keys that come at another time than they are waited for.
@Suite(.serialized) struct TypeAheadTests {
  /// A prompt in which a command runs until a file is there.
  private func busy() throws -> (PseudoTerminal, finish: () throws -> Void) {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    let file = terminal.folder.appendingPathComponent("go.drum")
    try terminal.type(
      "print \"{1 + 1}\"; let $waits = true; "
        + "while $waits { try { source \"\(file.path)\"; $waits = false } catch { } }; print free\r")
    // What is typed before that is the editor's, which shows it in its own time.
    try terminal.wait(forLine: "2")
    return (terminal, { try Data().write(to: file, options: .atomic) })
  }

  @Test func linesTypedWhileACommandRunsComeAfterIt() throws {
    let (terminal, finish) = try busy()
    try terminal.type("print \"first é\"\rprint second\rprint thi")
    // The terminal shows them at once, since nobody else does.
    try terminal.wait(for: "print thi")
    try finish()
    try terminal.wait(forLine: "print thifree")
    try terminal.wait(forLine: "first é")
    try terminal.wait(forLine: "second")
    try terminal.wait(forInput: "drumlin> print thi")
    try terminal.type("rd\r")
    try terminal.wait(forLine: "third")
  }

  @Test func aBlockTypedAheadIsOneStatement() throws {
    let (terminal, finish) = try busy()
    try terminal.type("for $i in 1..2 {\rprint \"turn {$i}\"\r}\r")
    try terminal.wait(forLine: "}")
    try finish()
    try terminal.wait(forLine: "turn 2")
    try terminal.waitForPrompt()
  }

  @Test func aKeyTornApartByASlowLineIsThatKey() throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    try terminal.type("print ac")
    for piece in ["\u{1B}", "[", "D", "b", "\u{1B}[1", ";5", "C"] {
      try terminal.type(piece)
      terminal.read(for: 0.1)
    }
    for byte in Array("é".utf8) {
      try terminal.type(bytes: [byte])
      terminal.read(for: 0.1)
    }
    try terminal.wait(forInput: "drumlin> print abcé")
    try terminal.press(.enter)
    try terminal.wait(forLine: "abcé")
  }

  @Test func anotherSizeInTheMiddleOfASearch() throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    try terminal.type("print apple\r")
    try terminal.wait(forLine: "apple")
    try terminal.press(.controlR)
    try terminal.type("app")
    try terminal.wait(for: "bck")
    try terminal.resize(columns: 40, rows: 12)
    try terminal.press(.enter)
    try terminal.wait("apple twice") { $0.text.filter { $0 == "apple" }.count == 2 }
    try terminal.waitForPrompt()
  }

  @Test func controlCInTheMiddleOfAStatementFromHistory() throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    try terminal.type("for $i in 1..2 {\rprint \"turn {$i}\"\r}\r")
    try terminal.wait(forLine: "turn 2")
    try terminal.waitForPrompt()
    try terminal.press(.up)
    try terminal.wait(forInput: "}")
    try terminal.press(.left, .left, .left, .controlC)
    try terminal.waitForPrompt()
    try terminal.type("print on\r")
    try terminal.wait(forLine: "on")
    #expect(terminal.screen.text.filter { $0 == "turn 2" }.count == 1)
  }
}
