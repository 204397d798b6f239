import Language
import Testing

@Suite struct ReferenceTests {
  private let page = fakeRegistry.reference(title: "All of it", introduction: "Said at the start.")

  @Test func hasTheGrammarFirst() throws {
    #expect(page.hasPrefix("# All of it\n\nSaid at the start.\n\n## The language\n\n```\n(* Spaces "))
    let grammar = try #require(page.components(separatedBy: "```").dropFirst().first)
    for word in Parser.keywords { #expect(grammar.contains("\"\(word)\""), "\(word)") }
    for unit in Unit.allCases where unit != .none { #expect(grammar.contains("\"\(unit)\"")) }
    #expect(grammar.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test func statesTheLimits() {
    #expect(page.contains(" \(Interpreter.callLimit) calls"))
    #expect(page.contains(" \(Value.itemLimit) items"))
    #expect(page.contains(" \(Value.listDepthLimit)\ndeep") || page.contains(" \(Value.listDepthLimit) deep"))
  }

  @Test func tellsAllAboutACommand() {
    #expect(page.contains("\n- Fake: [tone](#tone) [write](#write) "))
    #expect(
      page.contains(
        """

        ## Fake commands

        ### tone

        Makes a tone.

        ```
        tone [PITCH]
        ```

        - `PITCH`: Its pitch. A frequency from 20Hz to 20000Hz.

        Gives: tone

        ```
        tone 440Hz
            # Makes the usual a.
        ```

        ### write

        Writes a tone to a file.

        ```
        write FILE [TONE] [--fade TIME] [--overwrite]
        ```

        - `FILE`: Where to.
        - `TONE`: The tone. When not given: what is piped in, else `$it`.
        - `--fade TIME`: How long it fades. A time or a number from 0s to 2s.
        - `--overwrite`: Replaces a file.

        ```
        write a.wav --fade 20ms
            # Writes the last tone.
        ```

        ### draw
        """))
  }

  /// What a declaration says is no Markdown.
  @Test func textsStayTexts() {
    struct Odd: Command {
      static let signature = Signature(
        "odd", category: Category("C"), summary: "Takes <a>*b* of $x, as --y.", discussion: "One `two`.",
        parameters: [Parameter("a", .choice(of: ["x", "y"], name: { $0 }), help: "")], effect: .pure)
      func run(_ call: Call) throws -> Value { .nothing }
    }
    let page = CommandRegistry([Odd()]).reference(title: "", introduction: "")
    #expect(page.contains("\nTakes \\<a>\\*b\\* of `$x`, as `--y`.\n"))
    #expect(page.contains("\nOne \\`two\\`.\n\n- `A`: One of x, y.\n"))
  }
}
