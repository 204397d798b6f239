import Testing

/// Line editing at the prompt, key by key.
@Suite(.serialized) struct EditingTests {
  /// Types into a fresh prompt and runs the line: `print` shows what the line came to.
  private func printed(_ expected: String, typing work: (PseudoTerminal) throws -> Void) throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    try work(terminal)
    try terminal.press(.enter)
    try terminal.wait(forLine: expected)
    try terminal.waitForPrompt()
  }

  @Test func theBannerIsShort() throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    #expect(terminal.screen.text.count <= 4)
    #expect(terminal.screen.text[0].hasPrefix("drumlin "))
    #expect(terminal.screen.text[0].contains("help"))
  }

  @Test func arrowsHomeAndEnd() throws {
    try printed("abcdef") { terminal in
      try terminal.type("print \"bcf\"")
      try terminal.press(.left, .left)
      try terminal.type("e")
      try terminal.press(.left)
      try terminal.type("d")
      try terminal.press(.home, .controlRight, .right, .right)
      try terminal.type("a")
      try terminal.press(.end)
      try terminal.wait(forInput: "drumlin> print \"abcdef\"")
      #expect(terminal.screen.cursorColumn == 23)
    }
  }

  @Test func homeAndEndAsOtherTerminalsSendThem() throws {
    try printed("ab") { terminal in
      try terminal.type("rint a")
      try terminal.press(.home1)
      try terminal.type("p")
      try terminal.press(.end4)
      try terminal.type("b")
    }
  }

  @Test func controlAEAndK() throws {
    try printed("kept") { terminal in
      try terminal.type("nt kept lost lost")
      try terminal.press(.controlA)
      try terminal.type("pri")
      try terminal.press(.controlE, .controlLeft, .controlLeft, .left, .controlK)
      try terminal.wait(forInput: "drumlin> print kept")
    }
  }

  @Test func controlUDeletesToTheStartAndControlYBringsItBack() throws {
    try printed("again again") { terminal in
      try terminal.type("print \"again ")
      try terminal.press(.controlU)
      try terminal.waitForPrompt()
      try terminal.press(.controlY)
      try terminal.wait(forInput: "drumlin> print \"again")
      try terminal.type("again\"")
    }
  }

  @Test func controlBAndFMoveAndControlLClearsTheScreen() throws {
    try printed("abc") { terminal in
      try terminal.type("print ac")
      try terminal.press(.controlB, .controlL)
      try terminal.wait("a clear screen") { $0.text.first == "drumlin> print ac" }
      try terminal.type("b")
      try terminal.press(.controlF)
      try terminal.wait(forInput: "drumlin> print abc")
    }
  }

  @Test func controlWDeletesAWord() throws {
    try printed("one") { terminal in
      try terminal.type("print one two three")
      try terminal.press(.controlW, .controlW)
      try terminal.wait(forInput: "drumlin> print one")
    }
  }

  @Test func backspaceAndDelete() throws {
    try printed("ac") { terminal in
      try terminal.type("print \"abxc\"")
      try terminal.press(.left, .left, .backspace, .left, .delete)
      try terminal.wait(forInput: "drumlin> print \"ac\"")
    }
  }

  @Test func controlDDeletesInsideALine() throws {
    try printed("ab") { terminal in
      try terminal.type("print axb")
      try terminal.press(.left, .left, .controlD, .end)
      // At the end of a line there is nothing to delete, and the prompt stays.
      try terminal.press(.controlD)
      try terminal.wait(forInput: "drumlin> print ab")
    }
  }

  @Test func utf8IsTypedAndDeletedByTheCharacter() throws {
    try printed("é日ü") { terminal in
      try terminal.type("print \"éx日本ä🥁")
      try terminal.press(.backspace, .backspace, .backspace)
      try terminal.type("ü\"")
      try terminal.press(.left, .left, .left, .backspace, .end)
      try terminal.wait(forInput: "drumlin> print \"é日ü\"")
      #expect(terminal.screen.cursorColumn == 21)
    }
  }

  @Test func combiningCharactersReachTheCommand() throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    try terminal.type("print \"e\u{301}!\"\r")
    try terminal.wait(forLine: "e\u{301}!")
  }

  @Test func utf8WorksWithoutALocale() throws {
    let terminal = try PseudoTerminal(environment: ["LC_ALL": "C"])
    try terminal.waitForPrompt()
    try terminal.type("print \"é日\"\r")
    try terminal.wait(forLine: "é日")
  }

  @Test func bytesThatAreNotUTF8AreShownAsSuch() throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    try terminal.type(bytes: Array("print \"a".utf8) + [0xFF, 0xC3] + Array("b\"\r".utf8))
    try terminal.wait(for: "a\u{FFFD}\u{FFFD}b")
    try terminal.waitForPrompt()
  }

  @Test func aLineLongerThanTheTerminal() throws {
    let text = (1...60).map { "word\($0)" }.joined(separator: "-")
    try printed("changed-" + text.prefix(32)) { terminal in
      try terminal.type("print \"" + text + "\"")
      try terminal.press(.home)
      try terminal.press(.controlRight, .right, .right)
      try terminal.type("changed-")
      try terminal.press(.end, .backspace)
      for _ in 0..<(text.count - 32) { try terminal.press(.backspace) }
      try terminal.type("\"")
      try terminal.wait(forInput: "drumlin> print \"changed-" + text.prefix(32) + "\"")
    }
  }

  @Test func continuationLines() throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    try terminal.type("for $i in 1..2 {\r")
    try terminal.wait(forInput: "    ...>")
    try terminal.type("print \"round {$i}\"\r")
    try terminal.wait("another line") { $0.text.filter { $0.hasPrefix("    ...>") }.count == 2 }
    try terminal.type("}\r")
    try terminal.wait(forLine: "round 1")
    try terminal.wait(forLine: "round 2")
    try terminal.type("print (1 +\r2)\r")
    try terminal.wait(forLine: "3")
    try terminal.waitForPrompt()
  }

  @Test func theEditrcFileIsRead() throws {
    let first = try PseudoTerminal()
    try "drumlin:bind \"^X\" ed-kill-line\n".write(
      to: first.folder.appendingPathComponent(".editrc"), atomically: true, encoding: .utf8)
    let terminal = try PseudoTerminal(environment: ["HOME": first.folder.path])
    try terminal.waitForPrompt()
    try terminal.type("print one two")
    try terminal.press(.controlA)
    try terminal.type("\u{18}")
    try terminal.waitForPrompt()
  }
}
