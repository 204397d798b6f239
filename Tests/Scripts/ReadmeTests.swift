import Foundation
import Testing

/// The session in the README does what it says.
@Suite struct ReadmeTests {
  /// What is typed stands behind a prompt, which may tell of a run.
  private func typed(_ line: Substring) -> Substring? {
    guard line.hasPrefix("drumlin> ") || line.contains(" · seed "), let end = line.firstRange(of: "> ") else {
      return nil
    }
    return line[end.upperBound...]
  }

  @Test func sessionIsReal() throws {
    let text = try String(contentsOf: repository.appendingPathComponent("README.md"), encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0.hasPrefix("    drumlin> ") })
    let session = lines[start...].prefix { $0.hasPrefix("    ") }.map { $0.dropFirst(4) }
    let commands = session.compactMap(typed)
    #expect(commands.count == 10)

    let folder = try TemporaryFolder()
    let result = try DrumlinProcess.run(["-e", commands.joined(separator: "\n")], in: folder.url)
    #expect(result.errors == "")
    let output = ScriptTests.masked(result.output)

    // A line of dots alone stands for any number of lines; what is between two such lines is all there is.
    let shown = session.filter { typed($0) == nil }.map { $0 + "\n" }.joined()
    let parts = ScriptTests.masked(shown).components(separatedBy: "…\n")
    #expect(parts.count == 4)
    var rest = output[...]
    for (index, part) in parts.enumerated() {
      let range = try #require(rest.range(of: part), "\(part) is not in \(rest)")
      if index == 0 { #expect(range.lowerBound == rest.startIndex) }
      rest = rest[range.upperBound...]
    }
    #expect(rest == "")
    for file in ["half-way.wav", "run.png", "kick.wav", "relative.wav", "kick-1.wav", "kick-4.wav"] {
      #expect(FileManager.default.fileExists(atPath: folder.url.appendingPathComponent(file).path), "\(file)")
    }
  }
}
