import Foundation
import Testing

/// The session in the README does what it says.
@Suite struct ReadmeTests {
  @Test func sessionIsReal() throws {
    let text = try String(contentsOf: repository.appendingPathComponent("README.md"), encoding: .utf8)
    let prompt = "    drumlin> "
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0.hasPrefix(prompt) })
    let session = lines[start...].prefix { $0.hasPrefix("    ") }
    let commands = session.filter { $0.hasPrefix(prompt) }.map { $0.dropFirst(prompt.count) }
    let output = session.filter { !$0.hasPrefix(prompt) }.map { $0.dropFirst(4) + "\n" }
    #expect(commands.count == 10)

    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      at: folder.url.appendingPathComponent("Tests"), withDestinationURL: repository.appendingPathComponent("Tests"))
    let result = try DrumlinProcess.run(["-e", commands.joined(separator: "\n")], in: folder.url)
    #expect(result.errors == "")
    #expect(ScriptTests.masked(result.output) == ScriptTests.masked(output.joined()))
  }
}
