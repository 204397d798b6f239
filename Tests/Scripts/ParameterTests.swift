import Foundation
import Testing

/// A script's parameters on the command line.
@Suite struct ParameterTests {
  private static let script = """
    # Kicks of a few seeds.
    #
    #   drumlin kicks.drum --seed 4

    # Which seeds to take
    param $seed=1..3
    param $peak=-1dB
    param $model=kicks
    param $num-steps=30
    param $loud=false
    param $any=nothing
    print $seed $peak $model $num-steps $loud $any $args
    """

  private func run(_ arguments: [String], _ text: String = script, before: [String] = []) throws -> DrumlinProcess {
    let folder = try TemporaryFolder()
    try text.write(to: folder.url.appendingPathComponent("kicks.drum"), atomically: true, encoding: .utf8)
    return try DrumlinProcess.run(before + ["kicks.drum"] + arguments, in: folder.url)
  }

  @Test(arguments: [
    ([], "[1, 2, 3] -1dB kicks 30 false nothing []"),
    (["--seed", "4"], "[4] -1dB kicks 30 false nothing []"),
    (["a", "--seed=4..6", "b c"], "[4, 5, 6] -1dB kicks 30 false nothing [\"a\", \"b c\"]"),
    (["--seed", "[7, 9]", "--loud", "5"], "[7, 9] -1dB kicks 30 true nothing [5]"),
    (["--num-steps", "7", "--", "--seed"], "[1, 2, 3] -1dB kicks 7 false nothing [\"--seed\"]"),
    (["--model", "808", "--any", "20ms", "--peak", "-3dB"], "[1, 2, 3] -3dB 808 30 false 0.02s []"),
    (["--model", "[a]", "--any", "[1, x]"], "[1, 2, 3] -1dB [a] 30 false [1, \"x\"] []"),
  ])
  func aValueIsGiven(arguments: [String], output: String) throws {
    let result = try run(arguments)
    #expect(result.status == 0 && result.errors == "" && result.output == output + "\n", "\(result)")
  }

  @Test(arguments: [
    (["--sed", "4"], "unknown option --sed", "did you mean --seed?"),
    (["--peak", "3"], "--peak should be a level such as -6dB, but this is a plain number", "write its unit: 3dB"),
    (["--seed", "kick"], "--seed should be a list of numbers or a number, but this is a string", ""),
    (["--seed", "[1, kick]"], "--seed should be a list of numbers or a number", ""),
    (["--num-steps"], "--num-steps wants a value: a number", ""),
    (["--num-steps", "--loud"], "--num-steps wants a value: a number", ""),
    (["--loud=yes"], "--loud takes no value", ""),
    (["--seed", "1", "--seed", "2"], "--seed is given twice", ""),
  ])
  func aWrongOneSaysWhatIsWanted(arguments: [String], message: String, hint: String) throws {
    let result = try run(arguments)
    #expect(result.status == 64 && result.output == "")
    #expect(result.errors.contains(message) && (hint.isEmpty || result.errors.contains(hint)), "\(result.errors)")
    #expect(result.errors.contains("--> command line:1:"))
  }

  @Test func helpTellsOfThem() throws {
    let result = try run(["--seed", "--help"])
    #expect(result.status == 0)
    #expect(
      result.output == """
        Kicks of a few seeds.

          drumlin kicks.drum --seed 4

          drumlin kicks.drum [ARG...] [--seed LIST|NUMBER] [--peak LEVEL] [--model TEXT]
              [--num-steps NUMBER] [--loud] [--any VALUE]

          ARG  What $args holds.

          --seed LIST|NUMBER  Which seeds to take. 1..3 when not given. A list of
                              numbers or a number.
          --peak LEVEL        -1dB when not given. A level such as -6dB.
          --model TEXT        kicks when not given.
          --num-steps NUMBER  30 when not given. A number.
          --loud
          --any VALUE         nothing when not given.

        """)
    // Nothing runs, and a page has nothing to tell.
    let other = try run(["--help"], "# What it is for.\nprint never", before: ["--report", "page.html"])
    #expect(other.output == "What it is for.\n\n  drumlin kicks.drum\n" && other.errors == "")
    #expect(try run(["--help"], "# Its help.\nparam $a=1").output.hasPrefix("  drumlin kicks.drum [--a NUMBER]\n\n"))
  }

  /// A script that declares nothing has all words in $args, as before there were parameters.
  @Test func withoutParametersAllWordsAreArguments() throws {
    let words = ["--seed", "4", "--", "--help", "-x"]
    #expect(try run(words, "print $args").output == "[\"--seed\", 4, \"--\", \"--help\", \"-x\"]\n")
  }

  @Test func whatWasGivenIsRecorded() throws {
    let folder = try TemporaryFolder()
    func run(_ arguments: [String]) throws -> DrumlinProcess { try DrumlinProcess.run(arguments, in: folder.url) }
    let script = Self.script + "\nsave-session saved.drum\n"
    try script.write(to: folder.url.appendingPathComponent("kicks.drum"), atomically: true, encoding: .utf8)
    let first = try run(
      ["--report", "page.html", "kicks.drum", "--seed", "4", "--model", "it's \"{one}\"", "--loud", "rest"])
    #expect(first.status == 0, "\(first.errors)")
    let page = try String(contentsOf: folder.url.appendingPathComponent("page.html"), encoding: .utf8)
    #expect(page.contains("param $seed=[4]") && page.contains("param $peak=-1dB") && page.contains("param $loud=true"))
    let saved = try String(contentsOf: folder.url.appendingPathComponent("saved.drum"), encoding: .utf8)
    #expect(saved.contains("# Which seeds to take\nparam $seed=[4]\n"))
    let again = try run(["saved.drum"]).output.split(separator: "\n").first
    #expect(again == "[4] -1dB it's \"{one}\" 30 true nothing []")
    #expect(try run(["--step", "kicks.drum", "--seed", "5"]).status == 0)
  }

  /// `source` gives a script's parameters as options; the outer script's own are not touched.
  @Test func sourceTakesThemAsOptions() throws {
    let folder = try TemporaryFolder()
    try "param $seed=1\nparam $loud=false\nprint inner $seed $loud\n".write(
      to: folder.url.appendingPathComponent("inner.drum"), atomically: true, encoding: .utf8)
    func run(_ text: String, _ arguments: [String] = []) throws -> DrumlinProcess {
      try text.write(to: folder.url.appendingPathComponent("outer.drum"), atomically: true, encoding: .utf8)
      return try DrumlinProcess.run(["outer.drum"] + arguments, in: folder.url)
    }
    let outer = "source inner.drum\nsource inner.drum --seed (2 + 3) --loud\nparam $seed=7\nprint outer $seed"
    #expect(try run(outer, ["--seed", "8"]).output == "inner 1 false\ninner 5 true\nouter 8\n")
    let wrong = try run("source inner.drum --sed 3")
    #expect(wrong.status == 70 && wrong.errors.contains("unknown option --sed"))
    #expect(wrong.errors.contains("did you mean --seed?"))
    #expect(try run("source inner.drum --seed kick").errors.contains("--seed should be a number, but this is a string"))
    #expect(try run("source missing.drum --seed 3").errors.contains("unknown option --seed"))
  }
}
