import Foundation
import Language
import Testing

/// Runs each program of Scripts/*.drum from scratch and compares what it writes, and the error it ends with, with the
/// .out file beside it. A line `#---` separates the programs of a file. RECORD=1 writes the .out files anew and fails.
@Suite struct ScriptTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Scripts")

  static let scripts: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".drum") }.sorted()
  }()

  @Test func thereAreScripts() { #expect(Self.scripts.count >= 20) }

  @Test(arguments: scripts) func script(name: String) throws {
    let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
    let output = text.components(separatedBy: "#---\n").map { program in
      // What stands in files named prompt-… runs as if typed: values of expressions are shown.
      let (lines, failure) = run(
        program, name: name, arguments: ["kick.wav", "8", "20ms", "007"], echo: name.hasPrefix("prompt-"))
      let ending = failure.map { ["[\($0.kind)]", $0.rendered(columns: 80, hasColour: false)] } ?? []
      return (lines + ending).map { $0 + "\n" }.joined()
    }.joined(separator: "#---\n")

    let expected = Self.folder.appending(path: name.replacing(".drum", with: ".out"))
    if ProcessInfo.processInfo.environment["RECORD"] != nil {
      try output.write(to: expected, atomically: true, encoding: .utf8)
      Issue.record("recorded \(expected.lastPathComponent)")
    } else {
      #expect(try output == String(contentsOf: expected, encoding: .utf8))
    }
  }
}
