import Foundation
import Testing

/// Work that takes a while: its progress line, and stopping it.
@Suite(.serialized) struct ProgressTests {
  private static let checkpoint = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/first-sound/model.ckpt").path

  @Test func aLongCommandShowsProgressAndStops() throws {
    let terminal = try PseudoTerminal(columns: 100)
    try terminal.waitForPrompt()
    try terminal.type("load-model \"\(Self.checkpoint)\"\r")
    try terminal.waitForPrompt()
    try terminal.type("set-seed 7; generate --steps 10000\r")
    try terminal.wait(for: "/10000")
    try terminal.press(.controlC)
    try terminal.wait(for: "interrupted")
    try terminal.waitForPrompt()
    // Nothing of the progress line is left, nor of the ^C that the terminal showed behind it.
    #expect(!terminal.screen.text.contains { $0.contains("/10000") || $0.contains("^C") })
    // The model is still there.
    try terminal.type("generate --steps 2\r")
    try terminal.wait(for: "sound: ")
  }
}
