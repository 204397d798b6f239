import Foundation
import Testing

/// What the prompt has of a shell: other programs, a pager, an empty screen.
@Suite(.serialized) struct ShellTests {
  private func terminal(_ environment: [String: String?] = [:], rows: Int = 24) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(environment: environment, rows: rows)
    try terminal.waitForPrompt()
    return terminal
  }

  // MARK: Other programs

  @Test func anotherProgramRunsAndIsKeptInTheHistory() throws {
    let terminal = try terminal()
    try terminal.type("!echo \"two words\" > made; cat made\r")
    try terminal.wait(forLine: "two words")
    try terminal.waitForPrompt()
    try terminal.press(.up)
    try terminal.wait(forInput: "drumlin> !echo \"two words\" > made; cat made")
    try terminal.press(.controlU)
    try terminal.type("save-session again.drum\r")
    try terminal.wait(forLine: "again.drum: 0 statements")
    let script = try String(contentsOf: terminal.folder.appendingPathComponent("again.drum"), encoding: .utf8)
    #expect(script.contains("\n# not run again, since it is another program: !echo \"two words\" > made; cat made\n"))
  }

  @Test func aStatusIsToldWhenItIsNotZero() throws {
    let terminal = try terminal()
    try terminal.type("!exit 3\r")
    try terminal.wait(forLine: "ended with status 3")
    try terminal.type("!kill -TERM $$\r")
    try terminal.wait(forLine: "ended by signal 15")
    try terminal.type("!\r")
    try terminal.wait(for: "error: a command should follow !")
    try terminal.type("print on\r")
    try terminal.wait(forLine: "on")
  }

  @Test func controlCEndsIt() throws {
    let terminal = try terminal()
    try terminal.type("let $x = 41\r!echo started; sleep 100\r")
    try terminal.wait(forLine: "started")
    try terminal.press(.controlC)
    try terminal.wait(for: "interrupted")
    try terminal.waitForPrompt()
    try terminal.type("print ($x + 1)\r")
    try terminal.wait(forLine: "42")
  }

  /// It has the signals that a shell would give it, and leaves no process behind.
  @Test func itStartsAsFromAShell() throws {
    let terminal = try terminal()
    try terminal.type("!grep -E '^Sig(Blk|Ign)' /proc/self/status\r")
    for set in ["SigBlk: ", "SigIgn: "] {
      try terminal.wait("no signal to be in \(set)") { screen in
        let signals = screen.text.first { $0.hasPrefix(set) }.flatMap { Int($0.dropFirst(set.count), radix: 16) }
        // Two beyond the usual ones are the C library's.
        return signals.map { $0 & 0x7FFF_FFFF == 0 } ?? false
      }
    }
    try terminal.type("!ps -o stat= --ppid $PPID | grep -c Z\r")
    try terminal.wait(forLine: "0")
  }

  /// What dies in the middle of a screen of its own leaves the terminal to be put in order.
  @Test func theTerminalIsAsItWasBehindOneThatDied() throws {
    let terminal = try terminal()
    try terminal.type("!stty raw -echo; kill -KILL $$\r")
    try terminal.wait(for: "ended by signal 9")
    try terminal.type("!stty -a | grep -c -- -echo\\ \r")
    try terminal.wait(forLine: "0")
  }

  @Test func aScriptIsToldThatThereAreNone() throws {
    let terminal = try PseudoTerminal([PseudoTerminal.drumlin, "-e", "!ls"])
    #expect(try terminal.exitStatus() == 65)
    #expect(terminal.screen.text.contains { $0.contains("other programs run at the prompt alone") })
  }

  // MARK: The pager

  @Test func whatIsHigherThanTheTerminalGoesThroughAPager() throws {
    let terminal = try terminal()
    try terminal.type("help all\r")
    // less asks for more.
    try terminal.wait("the pager") { $0.cursorLine == ":" }
    try terminal.type("q")
    try terminal.waitForPrompt()
    // What fits is printed.
    try terminal.type("help fail\r")
    try terminal.wait(forLine: "Stops the script with a message.")
    try terminal.waitForPrompt()
    try terminal.type("set pager off; help all\r")
    try terminal.waitForPrompt()
  }

  @Test func itIsTheOneThatPAGERNames() throws {
    let terminal = try terminal(["PAGER": "tail -n 1 | tr a-z A-Z"])
    try terminal.type("help all\r")
    try terminal.wait(for: "ENDS THE PROGRAM")
    try terminal.waitForPrompt()
  }

  @Test(arguments: [["PAGER": ""], ["PAGER": "no-such-program"], ["DRUMLIN_PLAIN": "1"], ["TERM": "dumb"]])
  func elseTheTextIsPrinted(environment: [String: String]) throws {
    let terminal = try terminal(environment.mapValues { $0 })
    try terminal.type("help all\r")
    try terminal.wait(for: "Ends the program")
    try terminal.waitForPrompt()
  }

  @Test func aScriptHasNone() throws {
    let terminal = try PseudoTerminal([PseudoTerminal.drumlin, "-e", "help all"])
    #expect(try terminal.exitStatus() == 0)
  }

  // MARK: An empty screen

  @Test func clearMakesTheScreenEmpty() throws {
    let terminal = try terminal()
    try terminal.type("print before\r")
    try terminal.wait(forLine: "before")
    try terminal.type("clear\r")
    try terminal.wait("the screen to be empty") { screen in
      screen.text.first == "drumlin>" && !screen.text.contains("before")
    }
    try terminal.type("print again")
    try terminal.wait(forInput: "drumlin> print again")
    try terminal.press(.controlL)
    try terminal.wait("the line at the top") { $0.text.first == "drumlin> print again" }
  }
}
