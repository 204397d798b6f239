import Language
import Testing

@Suite struct ParserTests {
  /// Whatever nests, nests as deep as 90 and not as deep as 20,000; neither ends in a crash.
  @Test(arguments: [
    ("let $x = ", "(", "1", ")"), ("let $x = ", "[", "1", "]"), ("let $x = ", "-", "1", ""),
    ("let $x = ", "not ", "true", ""), ("let $x = ", "2 ^ ", "1", ""), ("let $x = ", "1 + ", "1", ""),
    ("let $x = ", "\"{", "1", "}\""), ("", "if true { ", "", "}"), ("", "def f { ", "", "}"),
    ("let $x = [1]", "", "", "[0]"), ("let $x = 1", "", "", ".peak"),
    ("let $x = ", "(print ", "1", ")"), ("", "try { ", "", " } catch { }"),
  ])
  func nesting(start: String, open: String, middle: String, close: String) {
    func program(_ count: Int) -> SourceText {
      let text = start + String(repeating: open, count: count) + middle + String(repeating: close, count: count)
      return SourceText(name: "test", text: "if false { \(text) }")
    }
    let interpreter = Interpreter(registry: fakeRegistry, host: FakeHost())
    #expect(throws: Never.self) { try interpreter.run(program(90)) }
    for count in [200, 20_000] {
      let error = #expect(throws: Diagnostic.self) { try interpreter.run(program(count)) }
      #expect(error?.message.contains("nested more than 100 deep") == true)
    }
  }

  @Test func longButFlatProgramsAreFine() {
    let chain = String(repeating: " else if false { }", count: 10_000)
    let (lines, failure) = run("if false { }\(chain) else { print end }")
    #expect(lines == ["end"] && failure == nil)
    #expect(run("print [\(String(repeating: "1, ", count: 100_000))]").failure == nil)
    #expect(run("print one" + String(repeating: "; print more", count: 50_000)).lines.count == 50_001)
    #expect(run("print" + String(repeating: " word", count: 100_000)).failure == nil)
    #expect(run("tone" + String(repeating: " | join", count: 10_000)).failure == nil)
  }

  @Test func aScriptThatDoesNotParseRunsNothing() {
    let (lines, failure) = run("print first\nprint (1 +\n")
    #expect(lines.isEmpty)
    #expect(failure?.kind == .syntax)
    #expect(failure?.place == "test.drum:2:7")
  }
}
