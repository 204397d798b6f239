import Foundation
import Testing

/// The session in the README does what it says.
@Suite struct ReadmeTests {
  @Test func sessionIsReal() throws {
    let text = try String(contentsOf: repository.appendingPathComponent("README.md"), encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0.hasPrefix("    drumlin> ") })
    let session = lines[start...].prefix { $0.hasPrefix("    ") }.map { $0.dropFirst(4) }
    // What is typed stands behind a prompt, which may tell of a run.
    func typed(_ line: Substring) -> Substring? {
      guard line.hasPrefix("drumlin> ") || line.contains(" · seed "), let end = line.firstRange(of: "> ") else {
        return nil
      }
      return line[end.upperBound...]
    }
    let commands = session.compactMap(typed)
    let output = session.filter { typed($0) == nil }.map { $0 + "\n" }
    #expect(commands.count == 11)

    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      at: folder.url.appendingPathComponent("Tests"), withDestinationURL: repository.appendingPathComponent("Tests"))
    let result = try DrumlinProcess.run(["-e", commands.joined(separator: "\n")], in: folder.url)
    #expect(result.errors == "")
    #expect(ScriptTests.masked(result.output) == ScriptTests.masked(output.joined()))
  }
}
