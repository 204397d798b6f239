import Foundation
import Testing

/// What was typed comes back: with the arrow keys, by search, and in the next run.
@Suite(.serialized) struct HistoryTests {
  /// A history file in a folder that stays for the test.
  private final class Place {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("drumlin-\(UUID().uuidString)")
    var file: String { folder.appendingPathComponent("history").path }
    var environment: [String: String?] { ["DRUMLIN_HISTORY": file] }

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: folder) }
  }

  @Test func itIsKeptBetweenTwoRuns() throws {
    let place = try Place()
    let first = try PseudoTerminal(environment: place.environment)
    try first.waitForPrompt()
    try first.type("print first\rfor $i in 1..2 {\rprint \"round {$i}\"\r}\r print hidden\rprint last\r")
    try first.wait(forLine: "last")
    // Killed, it has lost nothing.
    first.send(SIGKILL)
    #expect(try first.exitStatus() == 128 + SIGKILL)

    let second = try PseudoTerminal(environment: place.environment)
    try second.waitForPrompt()
    try second.press(.up)
    try second.wait(forInput: "drumlin> print last")
    try second.press(.up)
    try second.wait(forInput: "}")
    try second.press(.up)
    try second.wait(forInput: "drumlin> print first")
    try second.press(.down)
    try second.wait(forInput: "}")
    try second.press(.enter)
    try second.wait(forLine: "round 2")
  }

  @Test func controlRSearches() throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    try terminal.type("print apple\rprint banana\rprint cherry\r")
    try terminal.wait(forLine: "cherry")
    try terminal.waitForPrompt()
    try terminal.press(.controlR)
    try terminal.type("appl")
    try terminal.wait(for: "print apple")
    try terminal.press(.enter)
    try terminal.wait("apple twice") { $0.text.filter { $0 == "apple" }.count == 2 }
    try terminal.waitForPrompt()
  }

  @Test func controlCLeavesTheSearch() throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    try terminal.type("print apple\r")
    try terminal.wait(forLine: "apple")
    try terminal.press(.controlR)
    try terminal.type("app")
    try terminal.wait(for: "bck")
    try terminal.press(.controlC)
    try terminal.waitForPrompt()
    try terminal.type("print on\r")
    try terminal.wait(forLine: "on")
    #expect(terminal.screen.text.filter { $0 == "apple" }.count == 1)
  }

  @Test func twoPromptsKeepBoth() throws {
    let place = try Place()
    let one = try PseudoTerminal(environment: place.environment)
    let two = try PseudoTerminal(environment: place.environment)
    try one.waitForPrompt()
    try two.waitForPrompt()
    try one.type("print one\r")
    try one.wait(forLine: "one")
    try two.type("print two\r")
    try two.wait(forLine: "two")
    try one.type("print three\r")
    try one.wait(forLine: "three")
    #expect(try String(contentsOfFile: place.file, encoding: .utf8) == "print one\nprint two\nprint three\n")
  }

  @Test func withoutAFileThePromptWorks() throws {
    let terminal = try PseudoTerminal(environment: ["DRUMLIN_HISTORY": "/dev/null/history"])
    try terminal.waitForPrompt()
    try terminal.type("print a\rprint b\r")
    try terminal.wait(forLine: "b")
    try terminal.waitForPrompt()
    #expect(terminal.screen.text.filter { $0.contains("history is not kept") }.count == 1)
    try terminal.press(.up)
    try terminal.wait(forInput: "drumlin> print b")
  }

  @Test func anEmptyNameKeepsNone() throws {
    let terminal = try PseudoTerminal(environment: ["DRUMLIN_HISTORY": ""])
    try terminal.waitForPrompt()
    try terminal.type("print a\r")
    try terminal.wait(forLine: "a")
    try terminal.waitForPrompt()
    #expect(!terminal.screen.text.contains { $0.contains("history is not kept") })
    #expect(try FileManager.default.contentsOfDirectory(atPath: terminal.folder.path).isEmpty)
  }

  @Test func aFileOfGarbageDoesNoHarm() throws {
    let place = try Place()
    try Data((0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31) }).write(to: URL(fileURLWithPath: place.file))
    let terminal = try PseudoTerminal(environment: place.environment)
    try terminal.waitForPrompt()
    try terminal.press(.up, .up, .up, .controlC)
    try terminal.waitForPrompt()
    try terminal.type("print fine\r")
    try terminal.wait(forLine: "fine")
  }

  @Test func anEntryTypedAgainMovesToTheEnd() throws {
    let place = try Place()
    let terminal = try PseudoTerminal(environment: place.environment)
    try terminal.waitForPrompt()
    try terminal.type("print a\rprint b\rprint c\rprint a\r")
    try terminal.wait("a twice") { $0.text.filter { $0 == "a" }.count == 2 }
    try terminal.waitForPrompt()
    for entry in ["a", "c", "b"] {
      try terminal.press(.up)
      try terminal.wait(forInput: "drumlin> print \(entry)")
    }
    // There is no older one.
    try terminal.press(.up, .down)
    try terminal.wait(forInput: "drumlin> print c")
    try terminal.press(.controlC)
    try terminal.waitForPrompt()
    try terminal.type("history\r")
    try terminal.wait(forLine: "4  history")
    #expect(terminal.screen.text.contains("3  print a"))

    let next = try PseudoTerminal(environment: place.environment)
    try next.waitForPrompt()
    try next.press(.up, .up, .up, .up)
    try next.wait(forInput: "drumlin> print b")
  }

  @Test func withoutAFileHistoryListsWhatWasTyped() throws {
    let terminal = try PseudoTerminal(environment: ["DRUMLIN_HISTORY": ""])
    try terminal.waitForPrompt()
    try terminal.type("print a\rhistory print\r")
    try terminal.wait(forLine: "1  print a")
    try terminal.wait(forLine: "2  history print")
  }

  @Test func aScriptReadsTheFile() throws {
    let place = try Place()
    try Data("info\nhelp\ninfo\n".utf8).write(to: URL(fileURLWithPath: place.file))
    let terminal = try PseudoTerminal([PseudoTerminal.drumlin, "-e", "history"], environment: place.environment)
    try terminal.wait(forLine: "2  info")
    #expect(terminal.screen.text.contains("1  help"))
    #expect(try terminal.exitStatus() == 0)
    #expect(try String(contentsOfFile: place.file, encoding: .utf8) == "info\nhelp\ninfo\n")
  }
}
