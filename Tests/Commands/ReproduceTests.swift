import Audio
import Commands
import Foundation
import Language
import Networks
import Testing

/// Recipes that come from anywhere: what a file's comment says may do no harm.
@Suite final class ReproduceTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("drumlin-\(UUID().uuidString)")

  private final class Lines: Language.Host {
    var lines: [String] = []
    func print(_ text: String) { lines.append(text) }
    func show(_ progress: Language.Progress?) {}
    var isInterrupted: Bool { false }
    var display: Display { .plain }
  }

  private static let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/first-sound/model.ckpt").path

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func file(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// What `line` prints, or the message of the error that it ends with.
  private func run(_ line: String) throws -> [String] {
    let session = try Session(engine: Engine(threads: 1))
    let host = Lines()
    let interpreter = session.interpreter(host: host)
    do throws(Diagnostic) {
      try interpreter.run(SourceText(name: "-e", text: line))
    } catch {
      host.lines.append("error: \(error.message)")
    }
    return host.lines
  }

  /// A sound file with this recipe.
  private func sound(_ statements: String, digest: String = "0") throws -> String {
    let path = file("a.flac")
    let comment = "# drumlin recipe 0.1.0\n# sound \(digest)\n\(statements)"
    try AudioFile.write(
      Sound(sampleRate: 44100, channels: [[0.5, -0.5]]), to: path, format: AudioFormat(path: path), comment: comment,
      overwrite: true)
    return path
  }

  @Test func aRecipeCanNotWrite() throws {
    let kept = file("kept.wav")
    try Data("as it was".utf8).write(to: URL(fileURLWithPath: kept))
    let load = "load-audio \"\(Self.fixture.replacing("model.ckpt", with: "sound.wav"))\""
    for statements in [
      "\(load)\nexport \"\(kept)\" --overwrite", "\(load) | export \"\(kept)\" --overwrite",
      "let $x = ((\(load)) | export \"\(kept)\" --overwrite)", "print \"{(\(load) | export \\\"\(kept)\\\")}\"",
      "\(load)\nplot --out \"\(file("a.png"))\"", "save-session \"\(kept)\" --overwrite",
      "record \"\(kept)\" --overwrite", "\(load)\nkit \"\(file("kit"))\" {kick: $it}",
    ] {
      let path = try sound(statements)
      let lines = try run("reproduce \"\(path)\"")
      #expect(lines.last?.hasPrefix("error: ") ?? false, "\(statements): \(lines)")
    }
    // A pattern may be called, and writes no file then.
    let path = try sound("\(load)\npattern {kick: \"x\"} --sounds {kick: $it} --midi \"\(file("a.mid"))\"")
    _ = try run("reproduce \"\(path)\" --anywhere")
    #expect(try String(contentsOfFile: kept, encoding: .utf8) == "as it was")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a.flac", "kept.wav"])
  }

  @Test(arguments: [
    "", "nonsense", "let $x =", "generate --steps 2", "load-model nowhere.ckpt", "print 1", "fail \"no\"", "\u{1}\u{2}",
    "let $s1 = 5", "for $i in 1..3 { }",
  ]) func whatIsNoRecipeIsAnError(statements: String) throws {
    let lines = try run("reproduce \"\(try sound(statements))\"")
    #expect(lines.last?.hasPrefix("error: ") ?? false, "\(lines)")
  }

  /// `source` would run, and show in its errors, whatever lies on the disk.
  @Test func aRecipeReadsNoOtherScript() throws {
    let script = file("other.drum")
    try Data("load-audio \"\(Self.fixture.replacing("model.ckpt", with: "sound.wav"))\"".utf8)
      .write(to: URL(fileURLWithPath: script))
    let lines = try run("reproduce \"\(try sound("source \"\(script)\""))\"")
    #expect(lines == ["error: the recipe fails at its line 1: unknown command source"])
  }

  /// A recipe opens what lies beside the sound, and what the user names; elsewhere nothing, whatever path leads there.
  @Test func aRecipeOpensNothingElsewhere() throws {
    let elsewhere = Self.fixture.replacing("model.ckpt", with: "sound.wav")
    try FileManager.default.createSymbolicLink(atPath: file("link.wav"), withDestinationPath: elsewhere)
    for statements in [
      "load-audio \"\(elsewhere)\"", "load-audio \"\(file("link.wav"))\"",
      "load-audio \"\(folder.path)/../\(folder.lastPathComponent)/link.wav\"", "load-model \"\(Self.fixture)\"",
      "load-model kicks --config \"\(Self.fixture.replacing("model.ckpt", with: "config.yaml"))\"",
    ] {
      let path = try sound(statements)
      let lines = try run("reproduce \"\(path)\"")
      #expect(lines.last?.contains("which does not lie beside the sound") ?? false, "\(statements): \(lines)")
    }
    let path = try sound("load-audio \"\(elsewhere)\"")
    #expect(try run("reproduce \"\(path)\" --anywhere").contains { $0.hasPrefix("the bits ") })
  }

  /// What would take all memory or time ends with a sentence; --budget allows more.
  @Test(arguments: [
    ("while true { }", "more than 100000 statements"),
    ("let $a = [1]\nwhile true { let $a = $a + $a\nif $a.length > 60000 { let $a = [1] } }", "more than"),
    ("load-model kicks\ngenerate --count 1000 --steps 1 | concat", "MB"),
    ("load-model kicks\nlet $s = noise --count 900\nlet $t = noise --count 900\nlet $u = noise --count 900", "MB"),
  ])
  func aRecipeHasABudget(statements: String, says part: String) throws {
    let lines = try run("reproduce \"\(try sound(statements))\"")
    #expect(lines.last?.hasPrefix("error: the recipe fails at its line ") ?? false, "\(lines)")
    #expect(lines.last?.contains(part) ?? false, "\(lines)")
  }

  @Test func aLargerBudgetAllowsMore() throws {
    let path = try sound("let $n = 0\nwhile $n < 70000 { $n = $n + 1 }\nload-audio \"beside.wav\"")
    try FileManager.default.copyItem(
      atPath: Self.fixture.replacing("model.ckpt", with: "sound.wav"), toPath: file("beside.wav"))
    let line = "reproduce \"\(path)\""
    #expect(try run(line).last?.contains("more than 100000 statements") ?? false)
    #expect(try run("\(line) --budget 3").last?.contains("statements") == false)
  }

  /// What would clear the screen or name the window is shown, not sent.
  @Test func aRecipeIsShownWithoutControlCharacters() throws {
    let lines = try run("recipe \"\(try sound("\u{1b}[2J\nprint \u{202e}a\u{9b}"))\"")
    #expect(lines == ["# drumlin recipe 0.1.0\n# sound 0\n␛[2J\nprint \u{FFFD}a\u{FFFD}"])
  }

  /// Relative paths count from the sound's own folder where the current one has no such file.
  @Test func filesBesideTheSoundAreFound() throws {
    let unique = "beside-\(UUID().uuidString)"
    for (name, ending) in [("model.ckpt", "ckpt"), ("config.yaml", "yaml"), ("sound.wav", "wav")] {
      let copied = ending == "yaml" ? "config.yaml" : "\(unique).\(ending)"
      try FileManager.default.copyItem(
        atPath: Self.fixture.replacing("model.ckpt", with: name), toPath: file(copied))
    }
    let made = file("made.wav")
    _ = try run(
      """
      load-model "\(file("\(unique).ckpt"))"
      load-audio "\(file("\(unique).wav"))" | transfer --steps 1 --seed 1 | export "\(made)"
      """)
    let comment = try #require(try AudioFile.comment(of: made)).replacing(folder.path + "/", with: "")
    #expect(comment.contains("load-audio \"\(unique).wav\""))
    try AudioFile.write(
      try AudioFile.read(made), to: made, format: AudioFormat(path: made), comment: comment, overwrite: true)
    #expect(try run("reproduce \"\(made)\"").last == "the bits agree with the recipe's")
  }

  @Test func anotherSoundIsSaid() throws {
    let line = "load-model \"\(Self.fixture)\"\ngenerate --seed 1 --steps 1 --length 256"
    let lines = try run("reproduce \"\(try sound(line, digest: "00ff"))\" --anywhere")
    #expect(lines.contains { $0.hasPrefix("the bits differ: the recipe's sound is 00ff…") }, "\(lines)")
  }

  /// A file whose samples were changed behind its recipe's back.
  @Test func anAlteredFileIsSaid() throws {
    let path = file("made.wav")
    _ = try run("load-model \"\(Self.fixture)\"; generate --seed 1 --steps 1 --length 256 | export \"\(path)\"")
    #expect(try run("reproduce \"\(path)\" --anywhere").last == "the bits agree with the recipe's")
    let comment = try #require(try AudioFile.comment(of: path))
    let made = try AudioFile.read(path)
    let changed = try Sound(sampleRate: made.sampleRate, channels: made.channels.map { $0.map { $0 * 0.9 } })
    try AudioFile.write(changed, to: path, format: AudioFormat(path: path), comment: comment, overwrite: true)
    let lines = try run("reproduce \"\(path)\" --anywhere")
    #expect(lines.last == "but the samples in \(path) are others: the file was changed after it was made")
  }

  /// A loop over its own result ends without a recipe, not without a stack.
  @Test func aVeryLongStoryHasNoRecipe() throws {
    let line = """
      load-model "\(Self.fixture)"
      let $x = generate --seed 1 --steps 1 --length 256
      for $i in 1..3000 { $x = (concat $x) }
      for $i in 1..12 { $x = (concat $x $x) }
      export "\(file("long.flac"))" $x
      """
    #expect(try run(line).last?.hasPrefix("error") == false)
    #expect(try run("recipe \"\(file("long.flac"))\"").last?.contains("carries no recipe") ?? false)
  }
}
