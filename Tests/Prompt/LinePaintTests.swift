import Prompt
import Testing

@Suite struct LinePaintTests {
  /// The pieces of a text that have a colour.
  private func pieces(_ colour: LinePaint.Colour, _ text: String, cursor: Int? = nil) -> [String] {
    let names = ["print", "generate", "plot"]
    let paint = LinePaint(
      text, cursor: cursor ?? 0, isCommand: names.contains,
      isBeginning: { beginning in names.contains { $0.hasPrefix(beginning) } })
    let bytes = Array(text.utf8)
    #expect(paint.colours.count == bytes.count)
    return bytes.indices.split { paint.colours[$0] != colour }
      .map { String(decoding: bytes[$0.startIndex..<$0.endIndex], as: UTF8.self) }
  }

  @Test(arguments: [
    ("print a | plot", ["print", "plot"]), ("time generate", ["time", "generate"]),
    ("let $x = generate; print $x", ["let", "generate", "print"]),
    ("if $x { print 1 } else { plot }", ["if", "print", "else", "plot"]), ("print (generate)", ["print", "generate"]),
    ("def mine { print 1 }\nmine", ["def", "print", "mine"]), ("plot print", ["plot"]),
  ])
  func commandsAndWordsThatBeginStatements(text: String, expected: [String]) {
    #expect(pieces(.command, text) == expected)
    #expect(pieces(.fault, text).isEmpty)
  }

  @Test func unknownCommandsAreFaults() {
    #expect(pieces(.fault, "prinz a | polt") == ["prinz", "polt"])
    // Not arguments, not what stands for a value, and not what could become a name.
    #expect(pieces(.fault, "print prinz (true) ; nothing; 3; [prinz]; $x + prinz").isEmpty)
    #expect(pieces(.fault, "gener", cursor: 5).isEmpty)
    #expect(pieces(.fault, "gener", cursor: 2) == ["gener"])
    #expect(pieces(.fault, "genex", cursor: 5) == ["genex"])
    #expect(pieces(.fault, "whi", cursor: 3).isEmpty)
  }

  @Test func stringsNumbersVariablesAndComments() {
    let text = "print \"ä {$x + 2} é\" -6dB 1..3 1,2 k.wav 808.wav $y.length # done 5"
    #expect(pieces(.string, text) == ["\"ä ", " é\""])
    #expect(pieces(.number, text) == ["2", "-6dB", "1..3", "1,2"])
    #expect(pieces(.variable, text) == ["$x", "$y"])
    #expect(pieces(.comment, text) == ["# done 5"])
    #expect(pieces(.string, "print \"open") == ["\"open"])
  }

  @Test func bracketsThatAreOpenOrCloseNothing() {
    #expect(pieces(.open, "print ([1, 2") == ["(["])
    #expect(pieces(.open, "print ([1, 2])").isEmpty)
    #expect(pieces(.fault, "print 1)") == [")"])
    #expect(pieces(.fault, "print (1]") == ["]"])
    #expect(pieces(.open, "print \"a{1") == ["{"])
  }

  @Test func theBracketThatMatchesTheOneAtTheCursor() {
    let text = "print ((1) + 2)"
    let bytes = Array(text.utf8)
    for (cursor, partner) in [(6, 14), (7, 9), (9, 7), (10, 7), (14, 6), (15, 6)] {
      let paint = LinePaint(text, cursor: cursor, isCommand: { _ in true }, isBeginning: { _ in true })
      #expect(paint.colours.indices.filter { paint.colours[$0] == .matching } == [partner])
      #expect("()".utf8.contains(bytes[partner]))
    }
    #expect(pieces(.matching, text, cursor: 12).isEmpty)
  }
}
