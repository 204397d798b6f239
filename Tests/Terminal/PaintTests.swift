import Foundation
import Testing

/// What is drawn over the line while one types.
@Suite(.serialized) struct PaintTests {
  private let grey = 90

  /// A prompt that has run some lines.
  private func prompt(
    after lines: [String] = [], environment: [String: String?] = [:], columns: Int = 80, rows: Int = 24
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(environment: environment, columns: columns, rows: rows)
    try terminal.waitForPrompt()
    for line in lines {
      try terminal.type(line + "\r")
      try terminal.waitForPrompt()
    }
    return terminal
  }

  private func wait(_ terminal: PseudoTerminal, for piece: String, in colour: Int) throws {
    try terminal.wait("\(piece) in \(colour)") { $0.pieces(in: colour).contains(piece) }
  }

  @Test func wordsHaveColours() throws {
    let terminal = try prompt()
    try terminal.type("prin")
    try terminal.wait(forInput: "drumlin> prin")
    terminal.read(for: 0.2)
    #expect(terminal.screen.pieces(in: 31).isEmpty)
    try terminal.type("t \"é日\" 12 $x (")
    try wait(terminal, for: "print", in: 1)
    try wait(terminal, for: "\"é日\"", in: 32)
    try wait(terminal, for: "12", in: 33)
    try wait(terminal, for: "$x", in: 36)
    try wait(terminal, for: "(", in: 35)
    #expect(terminal.screen.cursorLine == "drumlin> print \"é日\" 12 $x (")
    #expect(terminal.screen.cursorColumn == 28)
    try terminal.press(.controlU)
    try terminal.type("prinz a")
    try wait(terminal, for: "prinz", in: 31)
    #expect(terminal.screen.pieces(in: 1).isEmpty)
  }

  @Test func theMatchingBracketIsMarked() throws {
    let terminal = try prompt()
    try terminal.type("print ((1) + 2)")
    try wait(terminal, for: "(", in: 7)
    try terminal.press(.left, .left)
    try terminal.wait("no mark") { $0.pieces(in: 7).isEmpty }
    #expect(terminal.screen.cursorLine == "drumlin> print ((1) + 2)")
  }

  @Test func historyIsSuggestedAndTaken() throws {
    let terminal = try prompt(after: ["print \"first one\"", "print \"second\""])
    try terminal.type("print \"f")
    try wait(terminal, for: "irst one\"", in: grey)
    #expect(terminal.screen.cursorColumn == 17)
    try terminal.press(.right)
    try wait(terminal, for: "\"first one\"", in: 32)
    #expect(terminal.screen.pieces(in: grey).isEmpty)
    try terminal.press(.enter)
    try terminal.wait("it ran again") { $0.text.filter { $0 == "first one" }.count == 2 }
    // What is typed otherwise takes it away, and Enter runs what was typed alone.
    try terminal.type("print")
    try wait(terminal, for: " \"first one\"", in: grey)
    try terminal.press(.enter)
    try terminal.wait("the line alone") { $0.text.contains("drumlin> print") }
    try terminal.waitForPrompt()
    #expect(terminal.screen.text.filter { $0 == "first one" }.count == 2)
    #expect(terminal.screen.pieces(in: grey).isEmpty)
  }

  @Test func aSuggestionNeverScrollsAndIsCutAtTheEdge() throws {
    let terminal = try prompt(after: ["print \"" + String(repeating: "x", count: 60) + "\""], columns: 40, rows: 6)
    try terminal.type("print")
    let before = terminal.screen.text.count
    try wait(terminal, for: " \"" + String(repeating: "x", count: 23), in: grey)
    #expect(terminal.screen.text.count == before)
    try terminal.press(.right)
    try terminal.wait("the whole entry") { $0.text.suffix(2).joined().hasSuffix("xx\"") }
    #expect(terminal.screen.pieces(in: grey).isEmpty)
    try terminal.press(.controlU)
    try terminal.waitForPrompt()
  }

  @Test func linesOfSeveralRowsAreDrawnWhereTheyAre() throws {
    let terminal = try prompt(columns: 30, rows: 10)
    let text = "print \"日本 and much more text\" 12 \"\tand a tab behind it, 日本\""
    try terminal.type("\u{1B}[200~" + text + "\u{1B}[201~")
    try wait(terminal, for: "12", in: 33)
    try terminal.wait(for: "日本\"")
    let drawn = terminal.screen.text
    let column = terminal.screen.cursorColumn
    for _ in 0..<40 { try terminal.press(.left) }
    try terminal.press(.end)
    try terminal.wait("the end") { $0.cursorColumn == column && $0.text == drawn }
    terminal.read(for: 0.2)
    #expect(terminal.screen.text == drawn)
    // Exactly a row: the cursor is in the next.
    try terminal.press(.controlU)
    try terminal.type("print " + String(repeating: "1", count: 15))
    try terminal.wait("a full row") { $0.text.contains("drumlin> print 111111111111111") }
    try terminal.wait("the next row") { $0.cursorColumn == 0 }
    try terminal.type("2")
    try terminal.wait(forInput: "2")
  }

  @Test func aStatementOfSeveralLinesHasColours() throws {
    let terminal = try prompt()
    try terminal.type("for $i in 1..2 {")
    try wait(terminal, for: "1..2", in: 33)
    try terminal.type("\rprint \"round {$i}\"")
    try wait(terminal, for: "\"round ", in: 32)
    try terminal.type("\r}")
    // It closes the bracket of a line before.
    try terminal.wait(forInput: "    ...> }")
    terminal.read(for: 0.2)
    #expect(terminal.screen.pieces(in: 31).isEmpty)
    try terminal.press(.enter)
    try terminal.wait(forLine: "round 2")
    try terminal.waitForPrompt()
    // From history it comes back whole, and is drawn whole.
    try terminal.press(.up)
    try terminal.wait("the colours") { $0.pieces(in: 33).filter { $0 == "1..2" }.count == 2 }
    #expect(terminal.screen.text.suffix(3) == ["drumlin> for $i in 1..2 {", "print \"round {$i}\"", "}"])
    #expect(terminal.screen.cursorColumn == 1)
  }

  @Test(arguments: [["NO_COLOR": "1"], ["DRUMLIN_PLAIN": "1"], ["TERM": "dumb"]])
  func nothingIsDrawn(environment: [String: String]) throws {
    let terminal = try prompt(after: ["print \"first\""], environment: environment.mapValues { $0 })
    try terminal.type("print \"f")
    try terminal.wait(for: "print \"f")
    terminal.read(for: 0.3)
    #expect([1, 32, grey].allSatisfy { terminal.screen.pieces(in: $0).isEmpty })
    #expect(terminal.screen.cursorLine == "drumlin> print \"f")
    // There is nothing for → to take.
    try terminal.press(.right)
    try terminal.type("i\"")
    try terminal.press(.enter)
    try terminal.wait(forLine: "fi")
  }

  /// Behind a slow line a person would wait for what is drawn.
  @Test func aSlowLineIsLeftAlone() throws {
    let terminal = try PseudoTerminal(["/bin/sh", "-c", "stty 9600; exec \(PseudoTerminal.drumlin)"])
    try terminal.waitForPrompt()
    try terminal.type("print 12")
    try terminal.wait(forInput: "drumlin> print 12")
    terminal.read(for: 0.2)
    #expect(terminal.screen.pieces(in: 33).isEmpty)
  }

  @Test func aSearchIsNotDrawnOver() throws {
    let terminal = try prompt(after: ["print \"zero\"", "print \"apple\"", "print \"banana\""])
    try terminal.press(.controlR)
    try terminal.type("app")
    try terminal.wait(for: "bck:app")
    terminal.read(for: 0.2)
    #expect(terminal.screen.text.suffix(2).first == "drumlin> print \"apple\"")
    #expect(terminal.screen.text.last?.hasPrefix("bck:app") ?? false)
    try terminal.press(.controlE)
    try wait(terminal, for: "\"apple\"", in: 32)
    // Up goes on from there.
    try terminal.press(.up)
    try terminal.wait(forInput: "drumlin> print \"zero\"")
  }

  @Test func anotherSizeLeavesNothingBehind() throws {
    let terminal = try prompt(after: ["print \"a longer line that was typed before this one\""])
    try terminal.type("print")
    try wait(terminal, for: " \"a longer line that was typed before this one\"", in: grey)
    try terminal.resize(columns: 40, rows: 12)
    try wait(terminal, for: " \"a longer line that was ", in: grey)
    #expect(terminal.screen.cursorColumn == 14)
    try terminal.press(.enter)
    try terminal.waitForPrompt()
    #expect(terminal.screen.pieces(in: grey).isEmpty)
  }

  @Test func controlCTakesTheSuggestionAway() throws {
    let terminal = try prompt(after: ["print \"first\""])
    try terminal.type("print")
    try wait(terminal, for: " \"first\"", in: grey)
    try terminal.dropLine()
    try terminal.waitForPrompt()
    #expect(terminal.screen.pieces(in: grey).isEmpty)
    #expect(terminal.screen.text.contains("drumlin> print"))
  }

  @Test func theCursorBeforeAWideCharacterThatBeginsARow() throws {
    let terminal = try prompt(columns: 24, rows: 8)
    try terminal.type("print \"123456日\"")
    try terminal.wait(forInput: "\"")
    try terminal.press(.left, .left)
    try terminal.type("7")
    try wait(terminal, for: "\"1234567", in: 32)
    // One column is left, which the wide character does not fit into: it and the cursor are in the next row.
    try terminal.wait("the next row") { $0.cursorColumn == 0 && $0.cursorLine == "日\"" }
    try terminal.press(.controlU, .controlK)
    try terminal.waitForPrompt()
    #expect(!terminal.screen.text.contains { $0.contains("日") })
  }

  /// Whatever is pressed, what is drawn changes neither the line nor where anything stands. Wide characters are not
  /// among it, in front of which libedit itself loses the cursor.
  @Test(arguments: [1, 2, 3] as [UInt64]) func itChangesNothingButColours(seed: UInt64) throws {
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    let keys =
      ["p", "print ", "\"", "é", "(", "]", " ", "12", "$x", "ä\t", "\u{1B}[200~a\tb\rc {\u{1B}[201~", "|"]
      + ["\u{1B}[A", "\u{1B}[B", "\u{1B}[D", "\u{1B}[H", "\u{1B}[F", "\u{1B}[3~", "\u{1B}[1;5D", "\u{1B}[1;5C"]
      + ["\u{7F}", "\u{0B}", "\u{17}", "\u{19}", "\u{1F}", "\u{15}", "\u{14}"]
    let lines = ["print \"日本 first\"", "print 12"]
    let painted = try prompt(after: lines, columns: 24, rows: 8)
    let plain = try prompt(after: lines, environment: ["DRUMLIN_PLAIN": "1"], columns: 24, rows: 8)
    for round in 0..<12 {
      for _ in 0..<8 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let key = keys[Int(state >> 33) % keys.count]
        try painted.type(key)
        try plain.type(key)
      }
      try painted.wait("the plain screen, round \(round): \(plain.screen.text)") { screen in
        plain.read(for: 0.01)
        return screen.text(without: grey) == plain.screen.text && screen.cursorColumn == plain.screen.cursorColumn
      }
    }
  }

  @Test func combiningCharactersAndLongLinesAreLeftAlone() throws {
    let terminal = try prompt()
    try terminal.type("print \"e\u{301}\" 12")
    try terminal.wait(for: "12")
    terminal.read(for: 0.2)
    #expect(!terminal.screen.pieces(in: 33).contains("12"))
    try terminal.press(.enter)
    try terminal.wait(for: "e\u{301}")
  }
}
