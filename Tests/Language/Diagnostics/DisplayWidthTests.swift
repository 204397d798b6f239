import Language
import Testing

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("größe", 5), ("e\u{301}", 1), ("日本", 4), ("🥁", 2), ("👩‍🚀", 2), ("🇩🇪", 2), ("☺️", 2), ("ﾊ", 1),
    ("한", 2), ("a\u{200B}b", 2), ("…→", 2),
  ])
  func width(text: String, cells: Int) {
    #expect(DisplayWidth.of(text) == cells)
  }
}
