import Language
import Testing

/// Long texts: how fast the language is, `Benchmarks language` measures; what would take a time that grows with the
/// square of a text's length would not come to an end here.
@Suite(.serialized) struct LongTextTests {
  /// An error in a text of megabytes takes time in proportion, wherever it stands.
  @Test(arguments: [
    "print \(String(repeating: "a", count: 4 << 20)) (", "print (\(String(repeating: "é ", count: 2 << 20))",
    "\(String(repeating: "print 1\n", count: 1 << 19))print (", "(\(String(repeating: " ", count: 4 << 20))",
    "print \"\(String(repeating: "é", count: 2 << 20))", "\(String(repeating: "def f { };", count: 1 << 18))(",
    "\(String(repeating: "# word\n", count: 1 << 19))def f { } (", String(repeating: "(", count: 4 << 20),
    String(repeating: "[1, ", count: 1 << 20), String(repeating: "{a: ", count: 1 << 20),
    String(repeating: "\"{", count: 1 << 20), "print \(String(repeating: "7", count: 4 << 20)).. (",
  ])
  func withAnError(text: String) {
    let failure = run(text).failure
    #expect(failure?.kind == .syntax)
    let shown = failure?.rendered(columns: 80, hasColour: false) ?? ""
    #expect(shown.utf8.count < 4000)
    _ = Completeness(of: text)
  }
}
