import Foundation
import Testing

/// `drumlin --tell`, and scripts that ask for it.
@Suite struct TellTests {
  private static let script = """
    # First sounds
    #
    # How it begins.

    let $x = 1   # it is one
    # A loop, whole.
    for $i in 1..2 {
      print "round {$i} {$args}"
    }
    make-folder a; print b
    1 + 1
    # The end.
    """

  private func run(_ before: [String], _ text: String, _ arguments: [String] = []) throws -> DrumlinProcess {
    let folder = try TemporaryFolder()
    try text.write(to: folder.url.appendingPathComponent("a.drum"), atomically: true, encoding: .utf8)
    return try DrumlinProcess.run(before + ["a.drum"] + arguments, in: folder.url)
  }

  private static let told = """
    # First sounds
    #
    # How it begins.
    > let $x = 1   # it is one

    # A loop, whole.
    > for $i in 1..2 {
        print "round {$i} {$args}"
      }
    round 1 ["x"]
    round 2 ["x"]
    > make-folder a
    > print b
    b
    > 1 + 1

    # The end.

    """

  @Test func eachCommandStandsBeforeItsOutput() throws {
    let result = try run(["--tell"], Self.script, ["x"])
    #expect(result.status == 0 && result.errors == "")
    #expect(result.output == Self.told)
  }

  @Test func aScriptAsksForIt() throws {
    let asking = "#!/usr/bin/env drumlin\n# drumlin: tell\n" + Self.script
    #expect(try run([], asking, ["x"]).output == Self.told)
    // The line itself is for drumlin, and -q wins over it.
    #expect(try run(["-q"], asking, ["x"]).output == "round 1 [\"x\"]\nround 2 [\"x\"]\nb\n")
    #expect(try run([], asking, ["--help"]).output.hasPrefix("First sounds\n\nHow it begins.\n\n  drumlin a.drum"))
    #expect(try !run(["--step"], asking).output.contains("tell"))
    for other in ["print 1\n# drumlin: tell\n", "#drumlin: tell\nprint 1", "# drumlin: tell me\nprint 1"] {
      #expect(try run([], other).output == "1\n", "\(other)")
    }
  }

  @Test func standardInputToo() throws {
    let folder = try TemporaryFolder()
    let result = try DrumlinProcess.run(["--tell"], input: "print 1", in: folder.url)
    #expect(result.output == "> print 1\n1\n")
    #expect(try DrumlinProcess.run(["--tell", "-e", "print 1"], in: folder.url).status == 64)
  }

  @Test func anErrorStandsBehindItsCommand() throws {
    let result = try run(["--tell"], "print 1\nprint $nope\nprint 2")
    #expect(result.status == 70 && result.output == "> print 1\n1\n> print $nope\n")
    #expect(result.errors.contains("--> a.drum:2:7"))
  }
}
