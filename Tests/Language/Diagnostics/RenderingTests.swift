import Language
import Testing

@Suite struct RenderingTests {
  private func diagnostic(_ text: String, _ span: Span?) -> Diagnostic {
    Diagnostic("it is wrong", hint: "do this\nor that", source: SourceText(name: "a.drum", text: text), span: span)
  }

  @Test func plain() {
    let rendered = diagnostic("one\ntwo three\n", Span(start: 8, end: 13)).rendered(columns: 80, hasColour: false)
    #expect(
      rendered == """
        error: it is wrong
         --> a.drum:2:5
          |
        2 | two three
          |     ^^^^^
          = do this
          = or that
        """)
  }

  @Test func withoutAPlace() {
    #expect(
      diagnostic("", nil).rendered(columns: 80, hasColour: false) == "error: it is wrong\n  = do this\n  = or that")
  }

  @Test func colourAddsNothingButColour() {
    let subject = diagnostic("two three", Span(start: 4, end: 9))
    let coloured = subject.rendered(columns: 80, hasColour: true)
    #expect(coloured.contains("\u{1B}[1;31m^^^^^\u{1B}[0m"))
    let bare = coloured.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
    #expect(bare == subject.rendered(columns: 80, hasColour: false))
  }

  @Test func spansBeyondTheTextAreNoTrap() {
    for span in [
      Span(start: 0, end: 1000), Span(start: 1000, end: 2000), Span(start: 5, end: 2), Span(start: -5, end: -1),
      Span(start: .max, end: .max), Span(start: 3, end: 3),
    ] {
      #expect(diagnostic("größe", span).rendered(columns: 40, hasColour: false).contains("^"))
    }
  }

  /// However long the line and wherever the place: the caret stands below it, and no line is wider than the terminal.
  @Test func longLinesAreCutAroundTheCaret() {
    let words = (0..<60).map { "w\($0)é日" }
    let text = words.joined(separator: " ")
    for columns in [24, 40, 80, 200] {
      var start = 0
      for word in words {
        let end = start + word.utf8.count
        let lines = diagnostic(text, Span(start: start, end: end)).rendered(columns: columns, hasColour: false)
          .split(separator: "\n")
        let (excerpt, carets) = (lines[3], lines[4])
        #expect(DisplayWidth.of(excerpt) <= columns)
        #expect(carets.contains("^"))
        let margin = DisplayWidth.of(carets.prefix { $0 != "^" })
        var cells = 0
        let marked = excerpt.drop {
          cells += DisplayWidth.of($0)
          return cells <= margin
        }
        #expect(marked.hasPrefix(word))
        start = end + 1
      }
    }
  }

  @Test func whatCanNotBeSeenIsShown() {
    #expect(visible("a\u{1B}[31mb\u{7F}\u{202E}\u{0}") == "a␛[31mb␡\u{FFFD}␀")
  }

  @Test func wrappedHintsKeepTheirIndent() {
    let hint = "these:\n  one two three four\n  five"
    let rendered = Diagnostic("m", hint: hint, source: SourceText(name: "a", text: ""), span: nil)
      .rendered(columns: 20, hasColour: false)
    #expect(rendered == "error: m\n  = these:\n  =   one two three\n      four\n  =   five")
  }

  @Test func longHintsAreWrapped() {
    let hint = String(repeating: "word ", count: 40)
    let rendered = Diagnostic("m", hint: hint, source: SourceText(name: "a", text: "x"), span: Span(start: 0, end: 1))
      .rendered(columns: 40, hasColour: false)
    #expect(rendered.split(separator: "\n").allSatisfy { DisplayWidth.of($0) <= 40 })
  }
}
