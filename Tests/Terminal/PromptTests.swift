import Foundation
import Testing

/// What the prompt says, and what it understands besides the language.
@Suite(.serialized) struct PromptTests {
  private static let checkpoint = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/first-sound/model.ckpt").path

  @Test func aQuestionMarkAsksForHelp() throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    try terminal.type("?fail\r")
    try terminal.wait(forLine: "Stops the script with a message.")
    try terminal.waitForPrompt()
    try terminal.press(.up)
    try terminal.wait(forInput: "drumlin> ?fail")
    try terminal.press(.controlU)
    try terminal.type("?\r")
    try terminal.wait(for: "help --search WORD")
    try terminal.waitForPrompt()
    try terminal.type("?(unclosed\r")
    try terminal.wait(for: "error: there is no command (unclosed")
    try terminal.waitForPrompt()
  }

  @Test(arguments: ["\u{1B}OP", "\u{1B}[11~", "\u{1B}h"])
  func aKeyTellsOfTheCommandAndLeavesTheLine(key: String) throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    try terminal.type("print 1; fail \"a" + key)
    try terminal.wait(forLine: "Stops the script with a message.")
    try terminal.wait(forInput: "drumlin> print 1; fail \"a")
    try terminal.type("b\"\r")
    try terminal.wait(forLine: "error: ab")
  }

  /// In a narrow window no word and no number of what commands say is cut.
  @Test func whatIsSaidBreaksBetweenWords() throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    try terminal.resize(columns: 40, rows: 20)
    let sound = URL(fileURLWithPath: Self.checkpoint).deletingLastPathComponent().path + "/sound.wav"
    try terminal.type("load-audio \"\(sound)\"\r")
    try terminal.wait(forLine: "sound: 0.093 s, stereo, 44.1 kHz, peak")
    try terminal.wait(forLine: "  -3.4 dB")
  }

  @Test func duringARunItShowsModelSeedAndStep() throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    try terminal.type("load-model \"\(Self.checkpoint)\"; set-seed 7; denoise-start --steps 4\r")
    try terminal.wait("the run") { $0.cursorLine.hasSuffix(" · seed 7 · 0/4>") }
    try terminal.type("denoise-step 3\r")
    try terminal.wait("the third step") { $0.cursorLine.hasSuffix(" · seed 7 · 3/4>") }
    // A window too narrow for all of it, from the next line on.
    try terminal.resize(columns: 24, rows: 10)
    try terminal.type("for $i in 1..1 {\r")
    try terminal.wait(forInput: "    ...>")
    try terminal.type("}\r")
    try terminal.wait(forInput: "3/4>")
    try terminal.type("denoise-finish\r")
    try terminal.waitForPrompt()
  }

  @Test func withoutUTF8ThePromptIsASCII() throws {
    let terminal = try PseudoTerminal(environment: ["LC_ALL": "C"])
    try terminal.waitForPrompt()
    try terminal.type("load-model \"\(Self.checkpoint)\"; denoise-start --steps 4\r")
    try terminal.wait("the run") { $0.cursorLine.hasSuffix(" - seed 0 - 0/4>") }
  }
}
