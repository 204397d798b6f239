import Foundation
import Testing

/// `drumlin --format`; what it makes of scripts is tested beside the language.
@Suite struct FormatOptionTests {
  @Test func toStandardOutputOrInPlace() throws {
    let folder = try TemporaryFolder()
    let (a, b) = (folder.url.appendingPathComponent("a.drum"), folder.url.appendingPathComponent("b.drum"))
    func run(_ arguments: [String], input: String? = nil) throws -> DrumlinProcess {
      try DrumlinProcess.run(["--format"] + arguments, input: input, in: folder.url)
    }
    try "if  true {\nprint   1\n}\n\n\n".write(to: a, atomically: true, encoding: .utf8)
    try "print (".write(to: b, atomically: true, encoding: .utf8)
    let formatted = "if true {\n  print 1\n}\n"
    #expect(try run(["a.drum"]).output == formatted)
    #expect(try run(["-"], input: "print   1").output == "print 1\n")
    #expect(try run(["-"], input: "").output == "")
    #expect(try String(contentsOf: a, encoding: .utf8).hasPrefix("if  true"))
    let several = try run(["a.drum", "b.drum"])
    #expect(several.status == 64 && several.output == "" && several.errors.contains("--in-place takes several"))
    let inPlace = try run(["--in-place", "b.drum", "a.drum"])
    #expect(inPlace.status == 65 && inPlace.output == "" && inPlace.errors.contains("--> b.drum:1:7"))
    #expect(try String(contentsOf: a, encoding: .utf8) == formatted)
    #expect(try String(contentsOf: b, encoding: .utf8) == "print (")
    #expect(try DrumlinProcess.run(["--in-place", "a.drum"], in: folder.url).status == 64)
    #expect(try run(["--check", "a.drum"]).status == 64)
  }
}
