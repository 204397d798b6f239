import Foundation
import Testing

/// The script that a person has each session begin with.
@Suite struct StartUpTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: String...) throws -> DrumlinProcess {
    try DrumlinProcess.run(arguments, in: folder.url)
  }

  private func write(_ text: String, to path: String) throws {
    let file = folder.url.appendingPathComponent(path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
  }

  private func saved(_ line: String) throws -> [String] {
    let result = try run("--init", "mine.drum", "-e", line + "; save-session again.drum --overwrite")
    #expect(result.status == 0, "\(result.errors)")
    let file = folder.url.appendingPathComponent("again.drum")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  @Test func scriptsAndLinesBeginWithoutIt() throws {
    try write("print \"from the start-up file\"\n", to: ".config/drumlin/init.drum")
    try write("print 1\n", to: "a.drum")
    #expect(try run("-e", "print 1").output == "1\n")
    #expect(try run("a.drum").output == "1\n")
    #expect(try DrumlinProcess.run([], input: "print 1\n", in: folder.url).output == "1\n")
  }

  @Test func oneThatIsAskedForRunsFirst() throws {
    try write("def say $what { print \"said {$what}\" }\n", to: "mine.drum")
    try write("say $args\n", to: "a.drum")
    #expect(try run("--init", "mine.drum", "-e", "say 1").output == "said 1\n")
    #expect(try run("--init", "mine.drum", "a.drum", "--init", "b").output == "said [\"--init\", \"b\"]\n")
    let both = try run("--no-init", "--init", "mine.drum", "-e", "say 1")
    #expect(both.status == 64)
  }

  @Test func itsFailureIsTheScriptsOwn() throws {
    try write("print 1\n\nnonsense\n", to: "mine.drum")
    let failed = try run("--init", "mine.drum", "-e", "print 2")
    #expect(failed.status == 70 && failed.output == "1\n")
    #expect(failed.errors.contains("mine.drum:3:1"))
    #expect(try run("--init", "missing.drum", "-e", "print 2").status == 64)
  }

  /// A saved session holds what it uses of it, and what that uses, and runs again without it.
  @Test func aSavedSessionHoldsWhatItUses() throws {
    let text = """
      # Says it twice.
      def twice $what { once $what; once $what }
      def once $what { print "{$what}{$mark}" }
      def unused { print no }
      let $mark = "!"
      let $idle = 3
      set prompt "mine> "
      set plot.range 60dB
      set-seed 7
      help fail
      """
    try write(text, to: "mine.drum")
    let lines = try saved("twice a")
    #expect(
      lines.dropFirst() == [
        "# What it uses of the start-up file:", "set plot.range 60dB",
        "# Says it twice.", "def twice $what { once $what; once $what }",
        "def once $what { print \"{$what}{$mark}\" }", "let $mark = \"!\"", "set-seed 7",
        "# The session itself:", "twice a",
      ])
    #expect(try run("again.drum").output == "a!\na!\n")
    #expect(try !saved("print 1").contains { $0.contains("def") })
    // A session that did nothing needs nothing.
    #expect(try saved("help fail").count == 1)
  }

  @Test func aTranscriptHoldsWhatItUses() throws {
    try write("def once $what { print $what }\ndef other { }\n", to: "mine.drum")
    #expect(try run("--init", "mine.drum", "-e", "record kept.transcript; once 1").status == 0)
    let file = folder.url.appendingPathComponent("kept.transcript")
    #expect(try String(contentsOf: file, encoding: .utf8).contains("> def once $what { print $what }\n> once 1\n"))
    #expect(try run("-e", "replay kept.transcript").output.contains("2 statements"))
  }
}
