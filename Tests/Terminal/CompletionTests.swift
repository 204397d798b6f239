import Foundation
import Testing

/// The Tab key.
@Suite(.serialized) struct CompletionTests {
  private func terminal(files: [String] = [], columns: Int = 80, rows: Int = 24) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(environment: ["DRUMLIN_HISTORY": ""], columns: columns, rows: rows)
    for file in files {
      let url = terminal.folder.appendingPathComponent(file)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: url)
    }
    try terminal.waitForPrompt()
    return terminal
  }

  @Test func aCommandNameIsCompleted() throws {
    let terminal = try terminal()
    try terminal.type("set-s")
    try terminal.press(.tab)
    try terminal.type("42")
    try terminal.wait(forInput: "drumlin> set-seed 42")
  }

  @Test func theSecondTabLists() throws {
    let terminal = try terminal()
    try terminal.type("denoise-")
    try terminal.press(.tab)
    try terminal.wait("the bell") { $0.bells == 1 }
    try terminal.press(.tab)
    try terminal.wait(for: "denoise-finish")
    try terminal.wait(for: "denoise-start")
    try terminal.wait(forInput: "drumlin> denoise-")
    try terminal.type("f")
    try terminal.press(.tab)
    try terminal.wait(forInput: "drumlin> denoise-finish")
  }

  @Test func inTheMiddleOfALineTheCursorStays() throws {
    let terminal = try terminal()
    try terminal.type("denoise- rest")
    try terminal.press(.controlLeft, .left, .tab, .tab)
    try terminal.wait(for: "denoise-finish")
    try terminal.wait(forInput: "drumlin> denoise- rest")
    try terminal.wait("the cursor") { $0.cursorColumn == 17 }
  }

  @Test func optionsAndFilesThatFit() throws {
    let terminal = try terminal(files: ["kicks_v7.ckpt", "kicks_v7.txt", "my models/old kick.ckpt"])
    try terminal.type("load-model kicks_")
    try terminal.press(.tab)
    try terminal.type("--w")
    try terminal.press(.tab)
    try terminal.type("on")
    try terminal.press(.tab)
    try terminal.wait(forInput: "drumlin> load-model kicks_v7.ckpt --weights online")
    try terminal.press(.controlU)
    try terminal.type("load-model my")
    try terminal.press(.tab)
    try terminal.wait(forInput: "drumlin> load-model \"my models/")
    try terminal.press(.tab)
    try terminal.wait(forInput: "drumlin> load-model \"my models/old kick.ckpt\"")
  }

  @Test func modelsInTheBoxAreCompleted() throws {
    let terminal = try terminal()
    try terminal.type("load-model hi")
    try terminal.press(.tab)
    try terminal.wait(forInput: "drumlin> load-model hihats")
  }

  @Test func variablesAreCompleted() throws {
    let terminal = try terminal()
    try terminal.type("let $loudness = 3\rprint $lou")
    try terminal.wait(forInput: "drumlin> print $lou")
    try terminal.press(.tab, .enter)
    try terminal.wait(forLine: "3")
  }

  @Test func manyCandidatesAreCounted() throws {
    let terminal = try terminal(files: (0..<400).map { "sound-\($0).ckpt" }, rows: 12)
    try terminal.type("load-model so")
    try terminal.press(.tab)
    try terminal.wait(forInput: "drumlin> load-model sound-")
    try terminal.press(.tab, .tab)
    try terminal.wait(for: " more")
    try terminal.wait(forInput: "drumlin> load-model sound-")
  }

  @Test func withNothingToOfferItRingsTheBell() throws {
    let terminal = try terminal()
    try terminal.type("xyz")
    try terminal.press(.tab)
    try terminal.wait("the bell") { $0.bells == 1 }
    try terminal.wait(forInput: "drumlin> xyz")
  }

  @Test func whereNothingCanBeCompletedTheParameterIsTold() throws {
    let terminal = try terminal()
    try terminal.type("denoise-step ")
    try terminal.press(.tab)
    try terminal.wait(forLine: "denoise-step [STEPS] [--until NUMBER]")
    try terminal.wait(for: "  STEPS  How many steps")
    try terminal.wait(forInput: "drumlin> denoise-step")
    #expect(terminal.screen.bells == 0)
    #expect(terminal.screen.cursorColumn == 22)
    try terminal.type("3 2")
    try terminal.press(.tab)
    try terminal.wait("the usage again") { $0.text.filter { $0 == "denoise-step [STEPS] [--until NUMBER]" }.count == 2 }
    try terminal.wait(forInput: "drumlin> denoise-step 3 2")
  }

  @Test func behindAWholeWordTheUsageStandsAboveWhatCanFollow() throws {
    let terminal = try terminal(columns: 40)
    try terminal.type("time plot ")
    try terminal.press(.tab)
    try terminal.wait(for: "plot [KIND] [SOUND]")
    try terminal.wait(forLine: "mel       waveform  decay")
    try terminal.wait(forInput: "drumlin> time plot")
    try terminal.type("m")
    try terminal.press(.tab)
    try terminal.wait(forInput: "drumlin> time plot mel")
    #expect(terminal.screen.bells == 0)
    #expect(terminal.screen.text.allSatisfy { $0.count <= 40 })
  }

  @Test func completionOfTheHelpSign() throws {
    let terminal = try terminal()
    try terminal.type("?denoise-f")
    try terminal.press(.tab, .enter)
    try terminal.wait(forLine: "Takes the run to its end.")
  }

  @Test func aBlockStillTypedKnowsItsVariables() throws {
    let terminal = try terminal()
    try terminal.type("for $number in 4..5 {\r")
    try terminal.wait(forInput: "    ...>")
    try terminal.type("print \"n{$num")
    try terminal.press(.tab)
    try terminal.type("}\"\r}\r")
    try terminal.wait(forLine: "n5")
  }

  @Test func anInterruptBelowAListGivesAFreshLine() throws {
    let terminal = try terminal()
    try terminal.type("denoise-")
    try terminal.press(.tab, .tab)
    try terminal.wait(for: "denoise-finish")
    try terminal.press(.controlC)
    try terminal.waitForPrompt()
    try terminal.type("print on\r")
    try terminal.wait(forLine: "on")
  }
}
