import Foundation
import Testing

/// Each `cases/NAME.drum` is run by the built drumlin; `NAME.out` beside it holds what it prints and how it ends.
///
/// DRUMLIN_RECORD=1 writes the expectations anew, and fails, so that nobody records by accident.
@Suite struct ScriptTests {
  static let cases = repository.appendingPathComponent("Tests/Scripts/cases")
  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: cases.path)) ?? []
    return files.filter { $0.hasSuffix(".drum") }.map { String($0.dropLast(5)) }.sorted()
  }()

  @Test func thereAreCases() {
    #expect(Self.names.count > 10)
  }

  @Test(arguments: names)
  func matches(_ name: String) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(
      at: Self.cases.appendingPathComponent("\(name).drum"), to: folder.url.appendingPathComponent("\(name).drum"))
    let result = try DrumlinProcess.run(["\(name).drum"], in: folder.url)
    let transcript = Self.masked(result.output + "--- errors\n" + result.errors + "--- exit \(result.status)\n")

    let expectation = Self.cases.appendingPathComponent("\(name).out")
    if ProcessInfo.processInfo.environment["DRUMLIN_RECORD"] != nil {
      try transcript.write(to: expectation, atomically: true, encoding: .utf8)
      Issue.record("recorded \(name).out; read it before you commit it")
      return
    }
    #expect(transcript == (try String(contentsOf: expectation, encoding: .utf8)))
  }

  /// Times differ from run to run, so they are written as T; packed sizes hang on the libraries' versions and on the
  /// last bit of every sample, so they are written as N; the processor decides on the kernels K and threads N.
  static func masked(_ text: String) -> String {
    text.replacing(#/in \d+\.\d+ s\b/#, with: "in T s")
      .replacing(#/kernels for \w+, f32, \d+ threads?/#, with: "kernels for K, f32, N threads")
      .replacing(#/(FLAC[^,]*|OGG), \d+ bytes/#) { "\($0.output.1), N bytes" }
      .replacing(#/a page of [\d.]+ [kM]B/#, with: "a page of N kB")
  }
}
