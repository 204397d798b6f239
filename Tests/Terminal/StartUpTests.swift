import Foundation
import Testing

/// The script that the prompt begins with, and the settings that it makes.
@Suite(.serialized) struct StartUpTests {
  /// A folder of settings, with a start-up file in it.
  private final class Place {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("drumlin-\(UUID().uuidString)")
    var environment: [String: String?] { ["XDG_CONFIG_HOME": folder.path] }

    init(_ text: String) throws {
      let drumlin = folder.appendingPathComponent("drumlin")
      try FileManager.default.createDirectory(at: drumlin, withIntermediateDirectories: true)
      try text.write(to: drumlin.appendingPathComponent("init.drum"), atomically: true, encoding: .utf8)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
  }

  @Test func thePromptBeginsWithIt() throws {
    let place = try Place("set prompt \"mine> \"\ndef say $what { print \"said {$what}\" }\n")
    let terminal = try PseudoTerminal(environment: place.environment)
    try terminal.wait(forInput: "mine>")
    try terminal.type("say 1\r")
    try terminal.wait(forLine: "said 1")
    try terminal.type("set prompt default\r")
    try terminal.waitForPrompt()
    let without = try PseudoTerminal([PseudoTerminal.drumlin, "--no-init"], environment: place.environment)
    try without.waitForPrompt()
  }

  @Test(arguments: [
    ("let $a = 1\nnonsense\nlet $b = 2\n", "init.drum:2:1"), ("let $a = (\n", "init.drum:1:10"),
    ("print here; exit 3\n", "here"), ("while true { }\n", ""),
  ])
  func whateverHappensInItThePromptOpens(text: String, told: String) throws {
    let place = try Place(text)
    let terminal = try PseudoTerminal(environment: place.environment, columns: 150)
    if told.isEmpty {
      try terminal.wait(for: "To begin")
      terminal.read(for: 0.5)
      try terminal.press(.controlC)
    }
    try terminal.wait(for: told.isEmpty ? "interrupted" : told)
    try terminal.wait(for: "the rest of ")
    try terminal.waitForPrompt()
    try terminal.type("print (40 + 2)\r")
    try terminal.wait(forLine: "42")
  }

  @Test func aPipeInItsPlaceIsNotWaitedFor() throws {
    let place = try Place("")
    let path = place.folder.appendingPathComponent("drumlin/init.drum").path
    #expect(unlink(path) == 0 && mkfifo(path, 0o600) == 0)
    let terminal = try PseudoTerminal(environment: place.environment, columns: 150)
    try terminal.wait(for: "is a pipe or a device, and was not read")
    try terminal.waitForPrompt()
  }

  @Test func coloursAndSuggestionsGoWithTheirSettings() throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    try terminal.type("print suggested\r")
    try terminal.wait(forLine: "suggested")
    try terminal.type("print su")
    try terminal.wait("the suggestion") { $0.pieces(in: 90).contains("ggested") }
    try terminal.press(.controlU)
    try terminal.type("set suggestions off\r")
    try terminal.waitForPrompt()
    try terminal.type("print su\"1\"")
    try terminal.wait("a string's colour") { $0.pieces(in: 32).contains("\"1\"") }
    #expect(!terminal.screen.pieces(in: 90).contains { $0.hasPrefix("ggested") })
    try terminal.press(.controlU)
    try terminal.type("set colours off\r")
    try terminal.waitForPrompt()
    let before = terminal.stream.count
    try terminal.type("print \"2\"\r")
    try terminal.wait(forLine: "2")
    #expect(!String(decoding: terminal.stream[before...], as: UTF8.self).contains("\u{1B}[32m"))
  }
}
