import Foundation
import Testing

/// `denoise-finish --watch`.
@Suite(.serialized) struct FilmTests {
  static let start =
    "load-model \"\(URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path)"
    + "/Fixtures/first-sound/model.ckpt\"; set-seed 7; denoise-start --steps 200\r"

  private func terminal(_ term: String = "xterm", rows: Int = 24) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(environment: ["TERM": term], rows: rows)
    try terminal.waitForPrompt()
    try terminal.type(Self.start)
    try terminal.wait(for: "step 0 of 200")
    return terminal
  }

  private func count(_ part: String, in terminal: PseudoTerminal) -> Int {
    terminal.screen.text.count { $0.contains(part) }
  }

  @Test func aKeyStopsTheRunAndItGoesOn() throws {
    let terminal = try terminal()
    try terminal.type("denoise-finish --watch\r")
    try terminal.wait(for: "model, seed 7, 200 steps: step 5, sigma 0.975")
    // Each picture took the place of the one before.
    #expect(count("as it stands", in: terminal) == 1 && count("200 steps: step", in: terminal) == 1)
    try terminal.press(.up)
    try terminal.wait(forLine: "stopped; denoise-finish goes on")
    // The key's bytes are gone, and the terminal shows what is typed.
    try terminal.wait(for: "/200>")
    try terminal.type("print 21\r")
    try terminal.wait(forLine: "21")
    // What a session keeps is what was done, not what was asked for.
    try terminal.type("save-session done.drum; goto 200\r")
    try terminal.wait(for: "is not done yet")
    let session = try String(contentsOf: terminal.folder.appendingPathComponent("done.drum"), encoding: .utf8)
    #expect(session.contains("# stopped: denoise-finish --watch\ndenoise-step "))
  }

  /// What a pipe or a variable was to have is no part of a script that tells of the session, so it isn't there either.
  @Test func aKeyGivesALargerStatementUp() throws {
    let terminal = try terminal()
    try terminal.type("let $r = denoise-finish --watch\r")
    try terminal.wait(for: "200 steps: step 3,")
    try terminal.type("x")
    try terminal.wait(for: "interrupted")
    try terminal.type("print $r\r")
    try terminal.wait(for: "unknown variable")
    try terminal.type("save-session done.drum\r")
    // A prompt of before stands on the screen too; this is said when the file is there.
    try terminal.wait(for: "done.drum: ")
    let session = try String(contentsOf: terminal.folder.appendingPathComponent("done.drum"), encoding: .utf8)
    #expect(session.contains("# stopped: let $r = denoise-finish --watch\ndenoise-step "))
  }

  /// The last picture is of the step that the run is at.
  @Test func theLastPictureIsOfTheStepItStoppedAt() throws {
    let terminal = try terminal()
    try terminal.type("denoise-finish --watch\r")
    try terminal.wait(for: "200 steps: step 3,")
    try terminal.type("x")
    try terminal.wait(forLine: "stopped; denoise-finish goes on")
    let text = terminal.screen.text.joined(separator: "\n")
    let drawn = text.firstMatch(of: #/200 steps: step (\d+),/#)?.output.1
    let told = text.matches(of: #/run: step (\d+) of 200/#).last?.output.1
    #expect(drawn != nil && drawn == told)
  }

  @Test func controlCStopsItToo() throws {
    let terminal = try terminal()
    try terminal.type("denoise-finish --watch\r")
    try terminal.wait(for: "200 steps: step 2,")
    try terminal.press(.controlC)
    try terminal.wait(for: "interrupted")
    try terminal.type("print 22\r")
    try terminal.wait(forLine: "22")
  }

  /// Where pictures can't take each other's place, a few stand below one another.
  @Test func aPlainTerminalShowsEightPictures() throws {
    let terminal = try PseudoTerminal(environment: ["TERM": "dumb", "LC_ALL": "C"], columns: 60, rows: 24)
    try terminal.waitForPrompt()
    try terminal.type(Self.start.replacing("200", with: "14"))
    try terminal.wait(for: "step 0 of 14")
    try terminal.type("denoise-finish --watch\r")
    try terminal.wait(for: "run: step 14 of 14")
    let text = String(decoding: terminal.stream, as: UTF8.self)
    let steps = text.matches(of: #/14 steps: step (\d+),/#).map { String($0.output.1) }
    #expect(steps == ["0", "2", "4", "6", "8", "10", "12", "14"])
    #expect(!text.contains("\u{1B}["))
  }

  /// What was typed ahead is for the prompt, and no key that stops the run.
  @Test func whatIsTypedAheadWaits() throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    let start = Self.start.replacing("200", with: "3")
    try terminal.type(start.replacing("\r", with: "; denoise-finish --watch\rprint 23\r"))
    try terminal.wait(for: "run: step 3 of 3")
    try terminal.wait(forLine: "23")
    #expect(count("stopped", in: terminal) == 0)
  }

  @Test func aSmallTerminalHasASmallPicture() throws {
    let terminal = try terminal(rows: 8)
    try terminal.type("denoise-finish --watch\r")
    try terminal.wait(for: "200 steps: step 4,")
    #expect(count("200 steps: step", in: terminal) == 1)
    try terminal.type("q")
    try terminal.wait(for: "stopped")
  }
}
