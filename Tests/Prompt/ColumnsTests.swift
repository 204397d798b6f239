import Prompt
import Testing

@Suite struct ColumnsTests {
  @Test func wordsReadDownwards() {
    let text = Columns.text(["a", "bb", "ccc", "d", "e"], columns: 11, rows: 10)
    #expect(text == "a    d\nbb   e\nccc")
  }

  @Test func whatDoesNotFitIsCounted() {
    let words = (0..<300).map { "name-\($0)" }
    let lines = Columns.text(words, columns: 80, rows: 6).split(separator: "\n")
    #expect(lines.count == 6)
    #expect(lines.last == "… 260 more")
    #expect(lines.allSatisfy { $0.count < 80 })
  }

  @Test func wideCharactersTakeTwoColumns() {
    #expect(Columns.text(["日本", "a", "b"], columns: 12, rows: 2) == "日本  b\na")
  }

  @Test func aLongWordIsCut() {
    #expect(Columns.text([String(repeating: "x", count: 30)], columns: 10, rows: 5) == "xxxxxxxx…")
  }

  @Test(arguments: [-1, 0, 1, 2]) func smallTerminalsDoNoHarm(size: Int) {
    #expect(!Columns.text(["load-model", "set-seed"], columns: size, rows: size).isEmpty)
    #expect(Columns.text([], columns: size, rows: size).isEmpty)
  }
}
