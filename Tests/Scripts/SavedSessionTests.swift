import Foundation
import Testing

/// What `save-session` and `record` keep does again what was done, wherever it is run and whatever was taken back.
@Suite struct SavedSessionTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: String..., in place: String = "") throws -> DrumlinProcess {
    let url = place.isEmpty ? folder.url : folder.url.appendingPathComponent(place)
    return try DrumlinProcess.run(arguments, in: url)
  }

  private func write(_ text: String, _ name: String) throws {
    let url = folder.url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: url, atomically: true, encoding: .utf8)
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: folder.url.appendingPathComponent(name), encoding: .utf8)
  }

  /// Scripts that were sourced from anywhere are found again; those beside the saved script or below it by their names.
  @Test func whatItSourcesIsFound() throws {
    try write("let $zz = 5\n", "sub/x.drum")
    for line in ["source sub/x.drum; save-session out/s.drum", "cd sub; source x.drum; cd ..; save-session out/s.drum"]
    {
      try write("", "out/empty")
      try? FileManager.default.removeItem(at: folder.url.appendingPathComponent("out/s.drum"))
      let made = try run("-e", line)
      #expect(made.status == 0, "\(made.errors)")
      for place in ["", "out"] {
        let script = folder.url.appendingPathComponent("out/s.drum").path
        let again = try run(script, in: place)
        #expect(again.status == 0, "\(again.errors)")
      }
    }
    #expect(try run("-e", "source sub/x.drum; save-session here.drum").status == 0)
    #expect(try text("here.drum").hasSuffix("source \"sub/x.drum\"\n"))
    // A script counts from where it lies, and so does a start-up file.
    try write("let $lib = 1\n", "dir/lib.drum")
    try write("source lib.drum\nsave-session of-script.drum\n", "dir/script.drum")
    #expect(try run("dir/script.drum").status == 0)
    #expect(try run("of-script.drum").status == 0)
    try write("source lib.drum\n", "dir/init.drum")
    #expect(try run("--init", "dir/init.drum", "-e", "print $lib; save-session of-init.drum").status == 0)
    #expect(try run("of-init.drum").output == "1\n")
  }

  /// Results keep their meaning behind those of a start-up file.
  @Test func resultsBehindAStartUpFile() throws {
    try write("round 1.1\ndef unused { 3 }\nlet $unused = (round 7.2)\n", "init.drum")
    let line = "round 2.2; round 3.3; out 1; print (out 2); save-session saved.drum"
    let made = try run("-q", "--init", "init.drum", "-e", line)
    #expect(made.output == "3\n" && made.status == 0, "\(made.errors)")
    #expect(try text("saved.drum").contains("\nout 2\nprint (out 3)\n"))
    #expect(try run("-q", "saved.drum").output == "3\n")
  }

  /// `undo` stands alone: in a block it would take back another statement when the script runs again.
  @Test(arguments: ["if true { undo }", "def u { undo }; u", "let $c = (undo)", "quiet { undo }", "time undo"])
  func undoStandsAlone(line: String) throws {
    let result = try run("-e", "let $a = 1; $a = 2; try { print begun } catch { }; \(line)")
    #expect(result.status == 70 && result.errors.contains("undo stands alone"), "\(result.errors)")
  }

  /// Settings and the folder are taken back as well, and a failed `undo` takes back nothing.
  @Test func undoOfSettingsAndFolders() throws {
    let result = try run(
      "-e",
      """
      make-folder a
      let $a = 1; set prompt "x> "; undo; print $a
      cd a; undo; make-folder b
      cd a; let $c = 2; cd ..
      """)
    #expect(result.output == "taken back: set prompt \"x> \"\n1\ntaken back: cd a\n" && result.status == 0)
    #expect(FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("b").path))
  }

  /// A transcript with `undo`, `out`, folders and other scripts is gone through again, from anywhere.
  @Test func replaysWhatWasTakenBack() throws {
    try write("let $zz = 5\n", "sub/x.drum")
    let line = "record t.transcript; let $a = 1; $a = 2; undo; round 2.4; out 1; cd sub; source x.drum; cd .."
    #expect(try run("-e", line).status == 0)
    for place in ["", "sub"] {
      let path = folder.url.appendingPathComponent("t.transcript").path
      let result = try run("-e", "replay \"\(path)\"", in: place)
      #expect(result.status == 0 && result.output.contains("the bits agree"), "\(result.errors)")
    }
  }
}
