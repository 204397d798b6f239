import Foundation
import Language
import Testing

/// Formatted scripts say the same and stay as they are when they are formatted again; that the syntax and the comments
/// are the same is checked by the formatter itself, which throws where they are not.
@Suite struct FormatTests {
  private func formatted(_ text: String) throws -> String {
    try ScriptFormat.formatted(SourceText(name: "test", text: text))
  }

  private func parses(_ text: String) -> Bool { (try? Walk(SourceText(name: "test", text: text))) != nil }

  /// Formats a text that parses.
  private func check(_ text: String) {
    do {
      let once = try formatted(text)
      #expect(try formatted(once) == once, "\(text.debugDescription)")
      let lines = once.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(zip(lines, lines.dropFirst()).allSatisfy { !($0.isEmpty && $1.isEmpty) } || once.isEmpty)
    } catch {
      Issue.record("\(error)\n\(text.debugDescription)")
    }
  }

  @Test func spacesAndIndentation() throws {
    let text = """
      #!/usr/bin/env drumlin\r
      \r
      \r
      let   $x=[1,2 , 3]\r
      if $x.length>2 {print "a  {1+2}"   # c
          # in

      \t\tprint ( (1+2)*3 ) ;print b|print
      }else{ }
      let $r={a:1,"b c" :[x,y] }
      def  f $a=[1,2] --o=3{
      return ( { a: $a } )
      }
      generate |
        # c
      plot |
         export x.wav
      print (
      [1,
      2,
         3],
      )
      param  $seed = 1..3
      time  f   1 --o  "{ $x }"



      """
    // A list in parentheses ends with its bracket.
    let expected = """
      #!/usr/bin/env drumlin

      let $x = [1, 2, 3]
      if $x.length > 2 { print "a  {1+2}"   # c
        # in

        print ((1 + 2) * 3); print b | print
      } else { }
      let $r = {a: 1, "b c": [x, y]}
      def f $a=[1, 2] --o=3 {
        return ({a: $a})
      }
      generate |
        # c
        plot |
        export x.wav
      print (
        [1,
          2,
          3]
      )
      param $seed=1..3
      time f 1 --o "{ $x }"

      """
    #expect(try formatted(text.replacing("3],\n", with: "3]\n")) == expected)
  }

  @Test func whatGoesOnBelowACommentStaysBelow() throws {
    let text = "print 1                # one\n                       # and more\nprint   2 # two\n          # more\n"
    let expected = "print 1                # one\n                       # and more\nprint 2 # two\n        # more\n"
    #expect(try formatted(text) == expected)
  }

  @Test func littleStaysLittle() throws {
    #expect(try formatted("") == "")
    #expect(try formatted("\n\n \n") == "")
    #expect(try formatted("\u{FEFF}print 1") == "print 1\n")
    #expect(throws: Diagnostic.self) { try formatted("print (") }
  }

  /// All scripts of this repository.
  static let files: [URL] = {
    let root = ScriptTests.folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return ["tutorials", "Tests/Scripts/cases", "Tests/Language/Scripts"].flatMap { folder in
      let folder = root.appending(path: folder)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      return names.filter { $0.hasSuffix(".drum") }.sorted().map { folder.appending(path: $0) }
    }
  }()

  @Test func scripts() throws {
    var count = 0
    for file in Self.files {
      let text = try String(contentsOf: file, encoding: .utf8)
      for program in text.components(separatedBy: "#---\n") where parses(program) {
        check(program)
        count += 1
      }
    }
    #expect(count > 300, "\(count)")
  }

  /// The tutorials are formatted, as they are what is shown.
  @Test func tutorialsAreFormatted() throws {
    for file in Self.files where file.path.contains("/tutorials/") {
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(try formatted(text) == text, "drumlin --format --in-place \(file.path)")
    }
  }

  @Test func sentencesOfTheGrammar() throws {
    var sentences = Sentences(try EBNF(Grammar.syntax), seed: 21)
    var count = 0
    for round in 0..<600 {
      let text = sentences.program(depth: 8 + round % 20, size: 30 + round % 300)
      guard parses(text) else { continue }
      check(text)
      count += 1
    }
    #expect(count > 300, "\(count)")
  }

  @Test func randomPrograms() {
    var program = RandomProgram(random: SeededGenerator(seed: 22))
    for _ in 0..<500 {
      program.budget = 60
      check(program.statements())
    }
  }
}
