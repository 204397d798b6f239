import Foundation
import Testing

/// `drumlin --report`.
@Suite struct ReportOptionTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: [String], input: String? = nil) throws -> DrumlinProcess {
    try DrumlinProcess.run(arguments, input: input, in: folder.url)
  }

  private func page(_ name: String = "page.html") throws -> String {
    try String(contentsOf: folder.url.appendingPathComponent(name), encoding: .utf8)
  }

  @Test func aLineAScriptAndStandardInputHaveAPage() throws {
    try Data("# Hello\n\nprint \"from a script\"\n# The end.\n".utf8).write(
      to: folder.url.appendingPathComponent("a.drum"))
    #expect(try run(["--report", "page.html", "a.drum"]).errors.hasPrefix("page.html: a page of "))
    #expect(try page().contains("<h1>Hello</h1>"))
    #expect(try page().contains("from a script</pre>"))
    #expect(try page().contains("<p>The end.</p>"))
    #expect(try run(["--report", "page.html", "--overwrite", "-e", "print 17"]).status == 0)
    #expect(try page().contains(">17</pre>"))
    #expect(try run(["--report", "other.html"], input: "print 18").status == 0)
    #expect(try page("other.html").contains(">18</pre>"))
    // The same pages again, byte for byte.
    let before = try page()
    #expect(try run(["--report", "page.html", "--overwrite", "-e", "print 17"]).status == 0)
    #expect(try page() == before)
  }

  @Test func aWalkHasAPageWithItsComments() throws {
    let script = "# Hello\n\nprint 1\n# Then\nprint 2\n# End.\n"
    try Data(script.utf8).write(to: folder.url.appendingPathComponent("a.drum"))
    #expect(try run(["--report", "page.html", "--step", "a.drum"], input: "\nprint 99\n\n").status == 0)
    let text = try page()
    for part in ["<h1>Hello</h1>", ">1</pre>", ">99</pre>", "<p>Then</p>", ">2</pre>", "<p>End.</p>"] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func aScriptThatFailsHasAPageThatTellsWhy() throws {
    let result = try run(["--report", "page.html", "-e", "print 1; fail \"because\"; print 2"])
    #expect(result.status == 70)
    let text = try page()
    #expect(text.contains("error: because") && text.contains("class=\"failure\"") && !text.contains(">2</pre>"))
  }

  @Test func whatDoesNotParseHasNone() throws {
    #expect(try run(["--report", "page.html", "-e", "print ("]).status == 65)
    #expect(!FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("page.html").path))
  }

  @Test func aPageThatCanNotBeWrittenIsToldOfBeforeTheWork() throws {
    try Data("mine".utf8).write(to: folder.url.appendingPathComponent("page.html"))
    for (name, reason) in [
      ("page.html", "page.html is there already and was left as it is; --overwrite replaces it"),
      ("nowhere/page.html", "there is no folder 'nowhere'"), ("page.pdf", "whose name ends in .html"),
    ] {
      let result = try run(["--report", name, "-e", "print 1"])
      #expect(result.status == 64 && result.output == "" && result.errors.contains(reason), "\(result.errors)")
    }
    #expect(try page() == "mine")
    #expect(try run(["--overwrite", "-e", "print 1"]).status == 64)
  }
}
