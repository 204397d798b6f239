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

  /// What plays is stopped, and the prompt stays. The device swallows all it gets, and no more than time has passed.
  @Test func aSoundThatPlaysForeverShowsWhereItIsAndStops() throws {
    let configuration = FileManager.default.temporaryDirectory.appendingPathComponent("asoundrc-\(UUID().uuidString)")
    try Data("pcm.!default { type null }".utf8).write(to: configuration)
    defer { try? FileManager.default.removeItem(at: configuration) }
    let terminal = try PseudoTerminal(environment: ["ALSA_CONFIG_PATH": configuration.path], columns: 100)
    try terminal.waitForPrompt()
    try terminal.type("load-model \"\(Self.checkpoint)\"; generate --steps 2 --count 3; play --loop\r")
    try terminal.wait(for: "playing 2 of 3")
    try terminal.wait(for: "s of 0.28 s")
    try terminal.press(.controlC)
    try terminal.wait(for: "interrupted")
    try terminal.waitForPrompt()
    #expect(!terminal.screen.text.contains { $0.contains("playing") })
    try terminal.type("play\r")
    try terminal.wait(for: "played 3 sounds, 0.279 s, on default")
  }
}
