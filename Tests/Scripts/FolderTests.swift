import Foundation
import Testing

/// Going to other folders, as a whole program does it: what was named before goes on to mean the same file.
@Suite struct FolderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: String..., in place: String = "") throws -> DrumlinProcess {
    try DrumlinProcess.run(arguments, in: folder.url.appendingPathComponent(place))
  }

  private func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.url.appendingPathComponent(path).path)
  }

  private func write(_ text: String, to path: String) throws {
    try text.write(to: folder.url.appendingPathComponent(path), atomically: true, encoding: .utf8)
  }

  /// It is saved in another folder than it began in, and run from a third.
  @Test func aSavedSessionBeginsWhereItBegan() throws {
    let line = "make-folder a; cd a; ls; make-folder b; cd b; save-session ../again.drum; make-folder ../../c"
    let first = try run("-e", line)
    #expect(first.status == 0, "\(first.errors)")
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("a/b"))
    // What only looked is no part of it.
    let text = try String(contentsOf: folder.url.appendingPathComponent("a/again.drum"), encoding: .utf8)
    #expect(!text.contains("\nls\n"))
    let second = try run("../a/again.drum", in: "c")
    #expect(second.status == 0, "\(second.errors)")
    #expect(exists("a/b") && !exists("c/a"))
  }

  @Test func aSessionThatStaysNamesNoFolder() throws {
    #expect(try run("-e", "let $a = 1; save-session again.drum").status == 0)
    let text = try String(contentsOf: folder.url.appendingPathComponent("again.drum"), encoding: .utf8)
    #expect(!text.contains("cd "))
  }

  @Test func aReportGoesWhereItWasAskedFor() throws {
    let result = try run("--report", "page.html", "-e", "make-folder a; cd a; print 1")
    #expect(result.status == 0, "\(result.errors)")
    #expect(exists("page.html") && !exists("a/page.html"))
    #expect(result.errors.contains(folder.url.lastPathComponent + "/page.html: "))
  }

  @Test func aTranscriptStaysWhereItWas() throws {
    let result = try run("-e", "make-folder a; record kept.transcript; cd a; let $x = 1; record --stop")
    #expect(result.status == 0, "\(result.errors)")
    let transcript = folder.url.appendingPathComponent("kept.transcript")
    #expect(try String(contentsOf: transcript, encoding: .utf8).contains("$x"))
    #expect(!exists("a/kept.transcript"))
    // A replay goes where the session went, and comes back.
    let again = try run("-e", "replay kept.transcript; make-folder here")
    #expect(again.status == 0 && exists("here") && !exists("a/here"), "\(again.errors)")
  }

  /// Paths that source names count from the script's folder, wherever it went.
  @Test func aScriptFindsWhatLiesBesideIt() throws {
    for name in ["scripts", "away"] {
      try FileManager.default.createDirectory(
        at: folder.url.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    try write("cd away\nsource second.drum\n", to: "scripts/first.drum")
    try write("print found\nsource third.drum\n", to: "scripts/second.drum")
    try write("print it all\n", to: "scripts/third.drum")
    let result = try run("scripts/first.drum")
    #expect(result.output == "found\nit all\n", "\(result.errors)")
    try write("cd ../away\nsource second.drum\n", to: "scripts/first.drum")
    #expect(try run("first.drum", in: "scripts").output == "found\nit all\n")
  }

  /// A recipe is whoever's wrote it.
  @Test func aRecipeStaysInItsFolder() throws {
    let recipe = "# drumlin recipe 0.1.0\n# sound 0\ncd /tmp\nload-model kicks\ngenerate --steps 1\n"
    try write(recipe, to: "kit.recipe")
    let result = try run("-e", "kit again --from kit.recipe")
    #expect(result.status == 70)
    #expect(result.errors.contains("a recipe stays in its folder"), "\(result.errors)")
  }
}
