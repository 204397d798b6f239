import Foundation
import Testing

/// `drumlin --step`, with its lines from a file instead of a terminal.
@Suite struct StepTests {
  private static let script = """
    #!/usr/bin/env drumlin
    # First sounds
    #
    # How it begins.

    # A number.
    let $x = 1   # it is one

    # A loop, whole.
    for $i in 1..2 {
      # inside
      print "round {$i} {$args}"
    }
    print a; print b
      print ($nope + $x)
    # The end.
    """

  /// Walks the script with these lines typed.
  private func walk(_ lines: String, _ text: String = script, _ arguments: [String] = []) throws -> DrumlinProcess {
    let folder = try TemporaryFolder()
    try text.write(to: folder.url.appendingPathComponent("walk.drum"), atomically: true, encoding: .utf8)
    return try DrumlinProcess.run(["--step", "walk.drum"] + arguments, input: lines, in: folder.url)
  }

  @Test func eachStatementIsShownAndEnterRunsIt() throws {
    let result = try walk("\n\n", Self.script, ["1", "two"])
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(
      result.output == """
        walk.drum, 5 steps: Enter runs the step shown, skip passes over it, anything
        else runs in between, Ctrl-D leaves.

        [1/5] walk.drum:7
        # First sounds
        #
        # How it begins.

        # A number.
        let $x = 1   # it is one

        [2/5] walk.drum:10
        # A loop, whole.
        for $i in 1..2 {
          # inside
          print "round {$i} {$args}"
        }
        round 1 [1, "two"]
        round 2 [1, "two"]

        [3/5] walk.drum:14
        print a

        """)
  }

  @Test func anErrorStaysWhereItIsUntilItIsMended() throws {
    let unmended = try walk("\n\n\n\n\n\n")
    #expect(unmended.status == 70)
    #expect(
      unmended.errors.components(separatedBy: "error: unknown variable $nope\n  --> walk.drum:15:10\n").count == 3)
    #expect(!unmended.output.contains("That was the last step."))

    let mended = try walk("\n\n\n\n\nlet $nope = 41\n\n")
    #expect(mended.status == 0)
    #expect(mended.output.hasSuffix("print ($nope + $x)\n42\n\n# The end.\nThat was the last step.\n"))
  }

  @Test func skipPassesOverAStatement() throws {
    let result = try walk("skip\nlet $x = 5\n skip \n\nskip\nlet $nope = 2\n\n")
    #expect(result.status == 0)
    #expect(!result.output.contains("round 1"))
    #expect(result.output.contains("print a\na\n"))
    #expect(!result.output.contains("\nb\n"))
    #expect(result.output.contains("\n7\n"))
  }

  @Test func whatIsTypedInBetweenMayHaveSeveralLines() throws {
    let result = try walk("for $i in 7..8 {\n\n  print \"between {$i}\"\n}\n?fail\n1 + 1\nexit\nprint never\n")
    #expect(result.status == 0)
    #expect(
      result.output.hasSuffix(
        "let $x = 1   # it is one\nbetween 7\nbetween 8\n" + Self.help + "2\n"))
  }

  private static let help = """
    Stops the script with a message.

      fail MESSAGE

      MESSAGE  What is wrong, and what to do about it.

    Examples:
      fail "this script needs a checkpoint"
          # An error with the script's own words.

    """

  @Test func aTypedErrorIsTheStatus() throws {
    let result = try walk("nonsense\n\n\n")
    #expect(result.status == 70)
    #expect(result.errors.contains("--> prompt:1:1"))
    #expect(result.output.contains("round 2"))
    #expect(try walk("print (\n").status == 65)
  }

  @Test func behindTheLastStatementOneCanGoOn() throws {
    let result = try walk("\n\n\nskip\nprint on\n", "print a\n# The end.")
    #expect(result.status == 0)
    #expect(
      result.output.hasSuffix(
        "print a\na\n\n# The end.\nThat was the last step.\nThere is no step left.\non\n"))
  }

  /// Enters without end, as `yes ''` gives them.
  @Test func entersThatBringNothingEndTheWalk() throws {
    let enters = String(repeating: "\n", count: 10_000)
    let ended = try walk(enters, "print a")
    #expect(ended.status == 0)
    #expect(ended.output.components(separatedBy: "There is no step left.").count < 12)
    let failing = try walk(enters, "fail no\nprint a")
    #expect(failing.status == 70)
    #expect(failing.errors.components(separatedBy: "error: no").count < 12)
  }

  @Test func aScriptThatIsNoneDoesNotBegin() throws {
    let result = try walk("\n", "print a\nprint (")
    #expect(result.status == 65)
    #expect(result.output == "")
    #expect(result.errors.contains("--> walk.drum:2:7"))
    #expect(try walk("print on\n", "# nothing").output.hasSuffix("# nothing\nThat was the last step.\non\n"))
  }

  @Test func itNeedsAScript() throws {
    let folder = try TemporaryFolder()
    let none = try DrumlinProcess.run(["--step"], in: folder.url)
    #expect(none.status == 64)
    #expect(none.errors.contains("--step walks a script: drumlin --step FILE.drum"))
    #expect(try DrumlinProcess.run(["--step", "missing.drum"], in: folder.url).status == 64)
    #expect(try DrumlinProcess.run(["--step", "-e", "print a"], in: folder.url).status == 64)
  }

  @Test func whatMovesTheCursorIsShownInstead() throws {
    let result = try walk("", "# \u{1B}[2J\u{7}\n\tprint a\t# \u{1B}[H")
    #expect(!result.output.contains("\u{1B}"))
    #expect(result.output.contains("# ␛[2J␇\nprint a  # ␛[H\n"))
  }
}
