import Foundation
import Testing

/// Walking a script like a notebook, at a terminal.
@Suite(.serialized) struct StepTests {
  private func walk(_ text: String, columns: Int = 80) throws -> PseudoTerminal {
    let home = try PseudoTerminal(["/bin/true"])
    let file = home.folder.appendingPathComponent("walk.drum")
    try text.write(to: file, atomically: true, encoding: .utf8)
    let terminal = try PseudoTerminal([PseudoTerminal.drumlin, "--step", file.path], columns: columns)
    try terminal.wait(for: "drumlin>")
    return terminal
  }

  private let script = """
    # The first.
    let $x = 1

    for $i in 1..2 {
      print "round {$i}"
    }
    print ($x + $y)
    """

  /// Prose is broken to the window's width, and a rule ends with it.
  @Test func proseFitsTheWindow() throws {
    let prose = """
      # -- Title ------------------------------------------------------------------------------
      # A paragraph of
      # some lines, which are broken where the window ends and not where they were.
      #
      #   let $kept = 1   # as it is

      print 1
      """
    let narrow = try walk(prose, columns: 40)
    try narrow.wait(forLine: "# -- Title ----------------------------")
    try narrow.wait(forLine: "# A paragraph of some lines, which are")
    try narrow.wait(forLine: "# broken where the window ends and not")
    try narrow.wait(forLine: "#   let $kept = 1   # as it is")
    let wide = try walk(prose, columns: 120)
    try wide.wait(
      forLine: "# A paragraph of some lines, which are broken where the window ends and not where they were.")
  }

  @Test func enterRunsAndTheRestRunsInBetween() throws {
    let terminal = try walk(script)
    try terminal.wait(forLine: "# The first.")
    try terminal.wait(forLine: "let $x = 1")
    try terminal.wait(forInput: "[1/3] drumlin>")
    try terminal.press(.enter)
    try terminal.wait(forInput: "[2/3] drumlin>")
    try terminal.type("let $y = $x + 40\r")
    try terminal.wait(forLine: "Enter runs: for $i in 1..2 { …")
    try terminal.press(.enter)
    try terminal.wait(forLine: "round 2")
    try terminal.wait(forInput: "[3/3] drumlin>")
    try terminal.press(.enter)
    try terminal.wait(forLine: "42")
    try terminal.wait(forLine: "That was the last step.")
    try terminal.waitForPrompt()
    try terminal.press(.controlD)
    #expect(try terminal.exitStatus() == 0)
  }

  @Test func anErrorStaysAndEnterTriesAgain() throws {
    let terminal = try walk("print $y")
    try terminal.press(.enter)
    try terminal.wait(for: "unknown variable $y")
    try terminal.wait(forInput: "[1/1] drumlin>")
    try terminal.type("let $y = 7\r\r")
    try terminal.wait(forLine: "7")
    try terminal.waitForPrompt()
    try terminal.type("exit\r")
    #expect(try terminal.exitStatus() == 0)
  }

  @Test func completionContinuationAndHistoryWorkInBetween() throws {
    let terminal = try walk(script)
    try terminal.type("set-s\t5\r")
    try terminal.wait(for: "Enter runs: let $x = 1")
    try terminal.type("if true {\r")
    try terminal.wait(forInput: "    ...>")
    try terminal.type("print inside\r}\r")
    try terminal.wait(forLine: "inside")
    try terminal.press(.up, .up)
    try terminal.wait(forInput: "[1/3] drumlin> set-seed 5")
    // The step itself is there too, to be changed.
    try terminal.press(.up)
    try terminal.wait(forInput: "[1/3] drumlin> let $x = 1")
    try terminal.type("0; print $x\r")
    try terminal.wait(forLine: "10")
    try terminal.type("skip\r")
    try terminal.wait(forInput: "[2/3] drumlin>")
    // Nothing of the script is kept with what was typed.
    try terminal.type("history\r")
    try terminal.wait(forLine: "4  history")
    #expect(!terminal.screen.text.contains { $0.hasSuffix("  let $x = 1") })
  }

  @Test func controlCStopsAStepAndTheWalkStays() throws {
    let terminal = try walk("print one\nif true { print \"it spins\"; while true { } }\nprint next")
    try terminal.type("\r")
    try terminal.wait(forInput: "[2/3] drumlin>")
    try terminal.type("unfinished")
    try terminal.wait(forInput: "[2/3] drumlin> unfinished")
    try terminal.press(.controlC)
    try terminal.wait(forInput: "[2/3] drumlin>")
    try terminal.press(.enter)
    try terminal.wait(forLine: "it spins")
    try terminal.press(.controlC)
    try terminal.wait(for: "interrupted")
    try terminal.wait(forInput: "[2/3] drumlin>")
    try terminal.type("skip\r\r")
    try terminal.wait(forLine: "next")
    try terminal.press(.controlD)
    #expect(try terminal.exitStatus() == 0)
  }

  @Test func longCommentsAreBrokenBetweenWords() throws {
    let terminal = try walk("# " + String(repeating: "words ", count: 6) + "and a few more\nprint a", columns: 40)
    try terminal.wait(forLine: "# words words words words words words")
    try terminal.wait(forLine: "# and a few more")
  }

  @Test func aDumbTerminalGetsNoEscapeSequences() throws {
    let home = try PseudoTerminal(["/bin/true"])
    let file = home.folder.appendingPathComponent("walk.drum")
    try script.write(to: file, atomically: true, encoding: .utf8)
    let terminal = try PseudoTerminal(
      [PseudoTerminal.drumlin, "--step", file.path], environment: ["TERM": "dumb"])
    try terminal.wait(for: "[1/3] drumlin>")
    try terminal.type("plot \t\r\r")
    try terminal.wait(for: "[2/3] drumlin>")
    #expect(!terminal.stream.contains(0x1B))
  }
}
