import Foundation
import Testing

/// Ctrl-C, Ctrl-D, Ctrl-Z and what ends the program.
@Suite(.serialized) struct InterruptTests {
  private func terminal() throws -> PseudoTerminal {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    return terminal
  }

  @Test func controlCWhileEditingGivesAFreshLine() throws {
    let terminal = try terminal()
    try terminal.type("print never")
    try terminal.wait(forInput: "drumlin> print never")
    try terminal.dropLine()
    try terminal.press(.enter)
    try terminal.type("print on\r")
    try terminal.wait(forLine: "on")
    #expect(!terminal.screen.text.contains("never"))
  }

  @Test func controlCDropsAnUnfinishedBlock() throws {
    let terminal = try terminal()
    try terminal.type("for $i in 1..2 {\r")
    try terminal.wait(forInput: "    ...>")
    try terminal.press(.controlC)
    try terminal.waitForPrompt()
    try terminal.type("print on\r")
    try terminal.wait(forLine: "on")
  }

  @Test func controlCFarAboveTheEndOfALongLineGoesBelowIt() throws {
    let terminal = try terminal()
    try terminal.type("print " + String(repeating: "x", count: 200))
    try terminal.wait("the end of the long line") { $0.cursorLine.hasPrefix("xxx") }
    try terminal.press(.home)
    try terminal.dropLine()
    #expect(terminal.screen.text.suffix(4).first?.hasPrefix("drumlin> print xx") == true)
  }

  /// A question is answered by it, and what is typed next is a line of its own.
  @Test func controlCIsANo() throws {
    let terminal = try terminal()
    try terminal.type("make-folder a; make-folder b; cd a; load-model kicks; generate --steps 1 | export in.wav\r")
    try terminal.wait(for: "in.wav: ")
    try terminal.type("load-audio in.wav | reverse | export ../b/out.wav\r")
    try terminal.wait(for: "../b/out.wav: ")
    try terminal.type("reproduce ../b/out.wav\r")
    try terminal.wait(for: "[y/N]")
    try terminal.press(.controlC)
    try terminal.wait(for: "which does not lie beside the sound")
    try terminal.waitForPrompt()
    try terminal.type("print hello\r")
    try terminal.wait(forLine: "hello")
  }

  @Test func controlCStopsWhatRunsAndKeepsTheState() throws {
    let terminal = try terminal()
    try terminal.type("let $x = 41\rlet $n = 0\rwhile true { $n = $n + 1; if $n == 1000 { print started } }\r")
    try terminal.wait(forLine: "started")
    try terminal.press(.controlC)
    try terminal.wait(for: "interrupted")
    try terminal.waitForPrompt()
    try terminal.type("print ($x + 1)\r")
    try terminal.wait(forLine: "42")
  }

  /// A run that an interrupted statement began is begun again by the saved script, and not taken for the one before.
  @Test func aRunBegunInWhatWasInterruptedIsSaved() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("drumlin-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let terminal = try terminal()
    let checkpoint = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/first-sound/model.ckpt").path
    try terminal.type("load-model \"\(checkpoint)\"; set-seed 3; denoise-start --steps 9999; denoise-step 2\r")
    try terminal.wait("the run") { $0.cursorLine.hasSuffix(" · seed 3 · 2/9999>") }
    try terminal.type(
      "if true { set-seed 9; denoise-start --steps 9999; denoise-step 1; print begun; denoise-finish }\r")
    try terminal.wait(forLine: "begun")
    try terminal.press(.controlC)
    try terminal.wait(for: "interrupted")
    try terminal.wait("the other run") { $0.cursorLine.contains(" · seed 9 · ") }
    try terminal.type("save-session \"\(folder.path)/saved.drum\"\r")
    try terminal.wait(for: "saved.drum: ")
    let saved = try String(contentsOf: folder.appendingPathComponent("saved.drum"), encoding: .utf8)
    #expect(saved.contains("\nset-seed 9\ndenoise-start --length 4096 --steps 9999 --sampler ddim\ndenoise-step "))
    #expect(saved.contains("# stopped, and what it had set is not set again: if true"))
  }

  @Test func aSecondControlCWithinASecondLeaves() throws {
    // Output that nobody reads: the program waits in the kernel, where the first one does not reach it.
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("drumlin-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let pipe = folder.appendingPathComponent("pipe").path
    #expect(mkfifo(pipe, 0o600) == 0)
    let reader = open(pipe, O_RDWR | O_CLOEXEC)
    defer { close(reader) }
    let terminal = try PseudoTerminal(output: pipe)
    try terminal.waitForPrompt()
    try terminal.type("while true { print \"much of it\" }\r")
    try terminal.wait("the pipe to be full") { _ in
      var end = pollfd(fd: reader, events: Int16(POLLOUT), revents: 0)
      return poll(&end, 1, 0) == 0
    }
    terminal.read(for: 0.3)
    try terminal.press(.controlC)
    terminal.read(for: 0.3)
    try terminal.press(.controlC)
    #expect(try terminal.exitStatus() == 130)
  }

  @Test func twoControlCsWhileEditingDoNotLeave() throws {
    let terminal = try terminal()
    try terminal.press(.controlC, .controlC, .controlC)
    try terminal.type("print still here\r")
    try terminal.wait(forLine: "still here")
  }

  @Test func controlCStopsAScript() throws {
    let terminal = try PseudoTerminal([PseudoTerminal.drumlin, "-e", "print started; while true { }; print never"])
    try terminal.wait(forLine: "started")
    try terminal.press(.controlC)
    #expect(try terminal.exitStatus() == 130)
    #expect(!terminal.screen.text.contains("never"))
  }

  @Test func controlDLeavesWithStatusZero() throws {
    let terminal = try terminal()
    try terminal.press(.controlD)
    #expect(try terminal.exitStatus() == 0)
    #expect(terminal.screen.cursorLine.isEmpty)
    #expect(!terminal.screen.modes.contains(2004))
  }

  @Test func controlDInAnUnfinishedBlockTellsWhatIsMissing() throws {
    let terminal = try terminal()
    try terminal.type("for $i in 1..2 {\r")
    try terminal.wait(forInput: "    ...>")
    try terminal.press(.controlD)
    try terminal.wait(for: "error")
    try terminal.waitForPrompt()
  }

  @Test(arguments: ["exit", "quit", " exit ", "quit()", "exit()"]) func exitAndQuitLeave(word: String) throws {
    let terminal = try terminal()
    try terminal.type(word + "\r")
    #expect(try terminal.exitStatus() == 0)
  }

  @Test func theTerminalIsGivenBackAsItWas() throws {
    let terminal = try PseudoTerminal([
      "/bin/sh", "-c",
      "before=$(stty -g); \(PseudoTerminal.drumlin); test \"$before\" = \"$(stty -g)\" && echo the same",
    ])
    try terminal.waitForPrompt()
    try terminal.type("print a\r")
    try terminal.wait(forLine: "a")
    try terminal.waitForPrompt()
    try terminal.press(.controlD)
    try terminal.wait(forLine: "the same")
  }

  @Test func aKilledPromptGivesTheTerminalBack() throws {
    let terminal = try PseudoTerminal([
      "/bin/sh", "-c",
      """
      before=$(stty -g); sh -c 'echo $$ > pid; exec \(PseudoTerminal.drumlin)'
      test "$before" = "$(stty -g)" && echo the same
      """,
    ])
    try terminal.waitForPrompt()
    let text = try String(contentsOf: terminal.folder.appendingPathComponent("pid"), encoding: .utf8)
    let process = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    kill(process, SIGTERM)
    try terminal.wait(for: "the same")
    #expect(!terminal.screen.modes.contains(2004))
  }

  @Test func aTerminalThatGoesAwayEndsTheProgram() throws {
    let terminal = try terminal()
    terminal.send(SIGHUP)
    #expect(try terminal.exitStatus() == 128 + SIGHUP)
    #expect(!terminal.screen.modes.contains(2004))
  }

  /// A shell with job control, and drumlin started from it.
  private func shell() throws -> PseudoTerminal {
    let folder = URL(fileURLWithPath: PseudoTerminal.drumlin).deletingLastPathComponent().path
    let terminal = try PseudoTerminal(
      ["/bin/sh", "-i"], environment: ["PS1": "shell$ ", "ENV": "", "PATH": folder + ":/usr/bin:/bin"])
    try terminal.wait(forInput: "shell$")
    try terminal.type("drumlin\r")
    try terminal.waitForPrompt()
    return terminal
  }

  /// Stops what runs, types a line at the shell that ends in fg, and waits until it goes on.
  private func suspend(_ terminal: PseudoTerminal, typing line: String) throws {
    try terminal.press(.controlZ)
    try terminal.wait(forInput: "shell$")
    try terminal.type(line + "\r")
    try waitForJob(terminal)
  }

  /// Waits until the shell has said that it continues its job.
  private func waitForJob(_ terminal: PseudoTerminal) throws {
    try terminal.wait("the job") { screen in
      screen.text.lastIndex { $0.hasPrefix("shell$") }.map { screen.text[$0...].contains("drumlin") } ?? false
    }
  }

  @Test func suspendedAndResumed() throws {
    let terminal = try shell()
    try terminal.type("print resu")
    try terminal.wait(forInput: "drumlin> print resu")
    try terminal.press(.controlZ)
    try terminal.wait(forInput: "shell$")
    #expect(!terminal.screen.modes.contains(2004))
    try terminal.type("stty -a | grep -c ' icanon'; fg\r")
    try terminal.wait(forLine: "1")
    try terminal.wait(forInput: "drumlin> print resu")
    try terminal.type("med\r")
    try terminal.wait(forLine: "resumed")
  }

  /// A film that was stopped leaves what the shell wrote meanwhile as it stands.
  @Test func suspendedWhileAFilmPlays() throws {
    let terminal = try shell()
    try terminal.type(FilmTests.start)
    try terminal.wait(for: "step 0 of 200")
    try terminal.type("denoise-finish --watch\r")
    try terminal.wait(for: "200 steps: step 2,")
    try suspend(terminal, typing: "echo in; echo between; fg")
    try terminal.wait("the film below the shell's lines") { screen in
      let text = screen.text
      guard let job = text.lastIndex(where: { $0.hasPrefix("drumlin") || $0 == "./drumlin" }) else { return false }
      return text[job...].contains { $0.contains("200 steps: step") }
    }
    try terminal.type("x")
    try terminal.wait(forLine: "stopped; denoise-finish goes on")
    #expect(terminal.screen.text.contains("in") && terminal.screen.text.contains("between"))
  }

  @Test func suspendedWhileACommandRuns() throws {
    let terminal = try shell()
    try terminal.type("print started; while true { }\r")
    try terminal.wait(forLine: "started")
    try suspend(terminal, typing: "fg")
    try terminal.press(.controlC)
    try terminal.wait(for: "interrupted")
    try terminal.waitForPrompt()
  }
}
