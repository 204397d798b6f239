import Foundation
import Testing

/// tutorials/reference.md is what the declarations say.
///
/// DRUMLIN_RECORD=1 writes the page anew, and fails, so that nobody records by accident.
@Suite struct ReferenceTests {
  @Test func pageIsFresh() throws {
    let folder = try TemporaryFolder()
    let result = try DrumlinProcess.run(["-e", "reference"], in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    let page = repository.appendingPathComponent("tutorials/reference.md")
    if ProcessInfo.processInfo.environment["DRUMLIN_RECORD"] != nil {
      try result.output.write(to: page, atomically: true, encoding: .utf8)
      Issue.record("recorded reference.md; read it before you commit it")
      return
    }
    let written = try String(contentsOf: page, encoding: .utf8)
    #expect(written == result.output, "make it anew: drumlin -e reference > tutorials/reference.md")
  }

  /// What help shows first stands on a terminal of 80 by 24, below the line that asked for it.
  @Test func helpFitsTheScreen() throws {
    let folder = try TemporaryFolder()
    let overview = try DrumlinProcess.run(["-e", "help"], in: folder.url).output
    let lines = overview.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 22 && lines.allSatisfy { $0.count <= 80 })
    for name in ["denoise-step", "play", "help all"] { #expect(overview.contains(name)) }
  }

  /// Every command has its heading, usage and examples in it, and no line is wider than a page.
  @Test func pageIsWhole() throws {
    let page = try String(
      contentsOf: repository.appendingPathComponent("tutorials/reference.md"), encoding: .utf8)
    let folder = try TemporaryFolder()
    let overview = try DrumlinProcess.run(["-e", "help all"], in: folder.url).output
    let names = overview.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first }
    #expect(names.count > 15)
    for name in names { #expect(page.contains("\n### \(name)\n"), "\(name)") }
    let prose = page.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    #expect(prose.joined().split(separator: "\n").filter { $0.count > 120 } == [])
  }
}
