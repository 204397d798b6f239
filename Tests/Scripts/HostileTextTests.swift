import Foundation
import Testing

/// Names, recipes and messages that hold what a terminal obeys: whatever prints them shows signs in its place.
@Suite struct HostileTextTests {
  /// A window's title, a cleared screen in seven and in eight bits, a turned direction, and a bell.
  private static let hostile = "a\u{1B}]0;owned\u{7}\u{1B}[2J\u{9B}2J\u{202E}z"
  /// The same as a script's string has it.
  private static let escaped = "a\\u{1B}]0;owned\\u{7}\\u{1B}[2J\\u{9B}2J\\u{202E}z"
  private let folder: TrainingFolder

  init() throws {
    folder = try TrainingFolder()
    try FileManager.default.copyItem(at: folder.url("sounds/1.wav"), to: folder.url("sounds/\(Self.hostile).wav"))
    try FileManager.default.copyItem(at: folder.url("sounds"), to: folder.url("\(Self.hostile)-kit"))
  }

  /// Runs a line in which NAME stands for the hostile text, and expects nothing of it in what is printed.
  private func expectClean(_ line: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let result = try folder.run(line.replacing("NAME", with: Self.escaped))
    let text = result.output + result.errors
    let bad = text.unicodeScalars.first { scalar in
      scalar.value < 0x20 && scalar != "\n" && scalar != "\t" || 0x7F...0x9F ~= scalar.value || scalar == "\u{202E}"
    }
    #expect(bad == nil, "\(line): \(text.debugDescription)", sourceLocation: sourceLocation)
    #expect(text.contains("owned"), "\(line): \(text)", sourceLocation: sourceLocation)
  }

  @Test(arguments: [
    "load-audio \"sounds/NAME.wav\" | export \"NAME.flac\"", "load-audio \"NAME.wav\"", "load-model \"NAME\"",
    "load-audio sounds/1.wav | plot waveform --out \"NAME.png\"", "print 1; save-session \"NAME.drum\"",
    "load-audio sounds/1.wav | plot --out \"NAME/x.png\"",
    "train sounds --out \"NAME\" --channels [8] --factors [2] --items [1] --modulation 8 --length 128 --steps 1 "
      + "--sound-channels 1 --samples 0",
    "train \"NAME\" --out run --channels [8]", "train --resume \"NAME\"",
    "evaluate \"NAME-kit\" sounds --against [\"NAME-kit\"] --training \"NAME-kit\"", "help \"NAME\"",
    "try { fail \"NAME\" } catch $e { fail $e.message }", "recipe \"sounds/NAME.wav\"",
    "reproduce \"sounds/NAME.wav\"", "load-audio sounds/1.wav | trim --threshold \"NAME\"", "source \"NAME.drum\"",
    "load-model \"hf:NAME/x\"", "info NAME",
  ])
  func namesAreShown(line: String) throws { try expectClean(line) }

  /// A sound's comment: what a recipe's lines, its version and its checkpoint hold, and the copy of it elsewhere.
  @Test func whatARecipeHoldsIsShown() throws {
    let made = try folder.run(
      "load-audio \"sounds/\(Self.escaped).wav\" | export b.flac")
    #expect(made.errors == "")
    let recipe = try folder.run("recipe b.flac")
    #expect(recipe.output.contains("owned") && !recipe.output.contains("\u{1B}"))
    // The script that it is still names the same file.
    let again = try folder.run("reproduce b.flac")
    #expect(again.output.contains("the bits agree with the recipe's"), "\(again.errors)")
    #expect(try !folder.bytes("b.flac").contains(0x1B))
  }

  /// What a script prints into a pipe is the script's own, byte for byte.
  @Test func aPipeGetsWhatIsPrinted() throws {
    let result = try folder.run("print \"\\u{1B}[1mbold\\u{9B}\"; \"\\u{1B}x\" + \"y\"")
    #expect(result.output.hasPrefix("\u{1B}[1mbold\u{9B}\n"))
  }
}
