import Foundation
import Testing

/// The tutorial about the language runs by itself, and its comments say what it prints.
@Suite struct LanguageTutorialTests {
  private static let tutorial = repository.appendingPathComponent("tutorials/05-the-language-in-ten-minutes.drum")
  private static let expectation = repository.appendingPathComponent("Tests/Scripts/language-tutorial.out")
  /// Where the comments begin that tell what is printed.
  private static let margin = 46

  private func run() throws -> DrumlinProcess {
    let folder = try TemporaryFolder()
    return try DrumlinProcess.run(["-q", Self.tutorial.path], in: folder.url)
  }

  @Test func printsWhatIsExpected() throws {
    let result = try run()
    #expect(result.errors == "")
    #expect(result.status == 0)
    if ProcessInfo.processInfo.environment["DRUMLIN_RECORD"] != nil {
      try result.output.write(to: Self.expectation, atomically: true, encoding: .utf8)
      Issue.record("recorded language-tutorial.out; read it before you commit it")
      return
    }
    #expect(try result.output == String(contentsOf: Self.expectation, encoding: .utf8))
  }

  @Test func commentsAreTrue() throws {
    let text = try String(contentsOf: Self.tutorial, encoding: .utf8)
    let promised = text.split(separator: "\n").flatMap { line -> [String] in
      let comment = line.dropFirst(Self.margin)
      guard comment.hasPrefix("# "), !line.hasPrefix("#") else { return [] }
      return comment.dropFirst(2).components(separatedBy: ", and on the next line ")
    }
    #expect(promised.count > 40)
    #expect(try run().output.split(separator: "\n").map(String.init) == promised)
  }
}
