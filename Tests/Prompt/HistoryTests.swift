import Foundation
import Language
import Prompt
import Testing

@Suite struct HistoryTests {
  /// Collects what a command prints.
  private final class Paper: Language.Host {
    var lines: [String] = []
    let isInterrupted = false
    let display = Display.plain
    func print(_ text: String) { lines.append(text) }
    func show(_ progress: Language.Progress?) {}
  }

  /// The lines that a line prints on a history that these entries were typed into.
  private func printed(_ line: String, after entries: [String], in history: History = History(file: nil)) throws
    -> [String]
  {
    for entry in entries { history.remember(entry) }
    let paper = Paper()
    let registry = CommandRegistry([]).adding([history.command])
    try Interpreter(registry: registry, host: paper).run(SourceText(name: "test", text: line))
    return paper.lines.flatMap { $0.split(separator: "\n").map(String.init) }
  }

  @Test func eachEntryStandsOnceWhereItWasTypedLast() throws {
    let entries = ["info", "help", "info", "plot", " hidden", "  ", "help"]
    #expect(try printed("history", after: entries) == ["1  info", "2  plot", "3  help"])
  }

  @Test func theNewestAreListedWithTheirNumbers() throws {
    let entries = (1...120).map { "set-seed \($0)" }
    let lines = try printed("history", after: entries)
    #expect(lines.count == 20)
    #expect(lines.first == "101  set-seed 101")
    #expect(lines.last == "120  set-seed 120")
    #expect(try printed("history 2", after: entries) == ["119  set-seed 119", "120  set-seed 120"])
    #expect(try printed("history 1000", after: entries).first == "  1  set-seed 1")
  }

  @Test func aTextPicksThoseThatHoldIt() throws {
    let entries = ["denoise-start", "info", "for $i in 1..2 {\n  Denoise-step\n}", "plot"]
    #expect(
      try printed("history denoise", after: entries)
        == ["1  denoise-start", "3  for $i in 1..2 {", "     Denoise-step", "   }"])
    #expect(try printed("history denoise --count 1", after: entries).first == "3  for $i in 1..2 {")
    #expect(try printed("history xyz", after: entries) == ["nothing that was typed holds xyz"])
    #expect(try printed("history", after: []) == ["nothing was typed yet"])
  }

  @Test func whatMovesTheCursorIsShownInstead() throws {
    #expect(try printed("history", after: ["print \u{1B}[2J"]) == ["1  print ␛[2J"])
  }

  @Test func theFileIsReadAndSharedWithOtherPrompts() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("drumlin-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = HistoryFile(path: folder.appendingPathComponent("history").path)
    let one = History(file: file)
    let two = History(file: file)
    #expect(try printed("history", after: ["info", "help"], in: one).count == 2)
    #expect(try printed("history", after: ["plot", "info"], in: two) == ["1  help", "2  plot", "3  info"])
    #expect(try printed("history", after: [], in: one) == ["1  help", "2  plot", "3  info"])
  }

  @Test func whatCanNotBeReadIsAnError() {
    let history = History(file: HistoryFile(path: "/dev/null"))
    #expect(throws: Diagnostic.self) { try printed("history", after: [], in: history) }
  }
}
