import Foundation
import Testing

/// The models in the box, as a person meets them: in a folder with nothing in it, and with no network.
@Suite struct BundledModelTests {
  private func run(_ line: String, in folder: TemporaryFolder) throws -> DrumlinProcess {
    try DrumlinProcess.run(["-e", line], environment: ["HF_HUB_OFFLINE": "1"], in: folder.url)
  }

  @Test func modelsListsThem() throws {
    let result = try run("for $name in (models) { print $name }", in: TemporaryFolder())
    #expect(result.errors == "")
    for (name, size) in [
      ("kicks", "2.8 M parameters, 5."), ("snares", "3.3 M parameters, 6."),
      ("hihats", "3.3 M parameters, 6."), ("percussion", "3.3 M parameters, 6."),
    ] {
      #expect(result.output.contains("\(name): \(size)"))
      #expect(result.output.contains("\n\(name)\n"))
    }
    #expect(result.output.components(separatedBy: "synthesised by scripts/drum-data").count == 5)
  }

  @Test(arguments: ["kicks", "snares", "hihats", "percussion"]) func makesASoundAtOnce(name: String) throws {
    let folder = try TemporaryFolder()
    let made = try run("load-model \(name); generate --seed 3 --steps 3 | export a.wav", in: folder)
    #expect(made.errors == "" && made.status == 0)
    #expect(made.output.contains("sound: 0.743 s, stereo, 44.1 kHz"))
    let again = try run("recipe a.wav; reproduce a.wav", in: folder)
    #expect(again.output.contains("load-model \"\(name)\""))
    #expect(again.output.contains("the bits agree with the recipe's"))
  }

  @Test func aFileOfTheSameNameNeedsItsFolder() throws {
    let folder = try TemporaryFolder()
    try Data("no model".utf8).write(to: folder.url.appendingPathComponent("kicks"))
    #expect(try run("load-model kicks", in: folder).status == 0)
    let result = try run("load-model ./kicks", in: folder)
    #expect(result.status == 70 && result.errors.contains("./kicks"))
  }

  @Test func whatIsNearlyOneIsNamed() throws {
    for line in ["load-model kick", "train sounds --out run --from kick"] {
      let result = try run(line, in: TrainingFolder().folder)
      #expect(result.status == 70, "\(line)")
      #expect(result.errors.contains("kick: there is no such file") && result.errors.contains("did you mean kicks?"))
    }
  }

  @Test func whatIsNoneIsToldWhereTheyAre() throws {
    let result = try run("load-model toms", in: TemporaryFolder())
    #expect(result.status == 70 && result.errors.contains("models lists those that come with drumlin"))
    #expect(try !run("load-model toms.ckpt", in: TemporaryFolder()).errors.contains("models lists"))
  }

  @Test func withoutAModelGenerateNamesOne() throws {
    let result = try run("generate", in: TemporaryFolder())
    #expect(result.status == 70)
    #expect(result.errors.contains("no model is loaded") && result.errors.contains("load-model kicks"))
  }

  @Test func aTrainingBeginsWithOne() throws {
    let folder = try TemporaryFolder()
    let sounds = "for $seed in 1..3 { generate --seed $seed --steps 2 | export \"sounds/{$seed}.wav\" }"
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("sounds"), withIntermediateDirectories: true)
    let train = "train sounds --out run --from percussion --steps 1 --accumulate 1 --samples 0"
    let result = try run("load-model kicks; \(sounds); \(train)", in: folder)
    #expect(result.errors == "" && result.status == 0)
    #expect(FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("run/last.ckpt").path))
  }

  /// A recipe from before a model was trained anew says so, and takes the old file where it is named.
  @Test func aRecipeOfAnotherDrumlinsModelIsToldApart() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("a.wav")
    #expect(try run("load-model snares; generate --steps 1 | export a.wav", in: folder).status == 0)
    var bytes = try Data(contentsOf: file)
    let digest = try #require(bytes.range(of: Data("# checkpoint ".utf8))).upperBound
    for index in digest..<digest + 8 { bytes[index] = UInt8(ascii: "0") }
    try bytes.write(to: file)
    let result = try run("reproduce a.wav", in: folder)
    #expect(result.status == 70 && result.errors.contains("the recipe's snares is not the snares that comes with"))
    #expect(result.errors.contains("--with FILE names it"))
    let other = try run("reproduce a.wav --with snares", in: folder)
    #expect(other.output.contains("the checkpoint is another: snares is not the snares of the recipe"))
    let wrong = try run("reproduce a.wav --with snare", in: folder)
    #expect(
      wrong.errors.contains("did you mean snares?")
        && wrong.errors.contains("a.wav --with snare\n  |                        ^"))
  }

  @Test func aFolderOfTheSameNameIsToldApart() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("kicks"), withIntermediateDirectories: true)
    let make = "load-model kicks; for $s in 1..3 { generate --seed $s --steps 1 | export \"kicks/{$s}.wav\" }"
    #expect(try run(make, in: folder).status == 0)
    let note = "note: kicks is the model that comes with drumlin; the folder is ./kicks"
    let model = try run("evaluate kicks ./kicks --count 3 --steps 1", in: folder)
    let made = "3 sounds of kicks (1 steps, ancestral, led away from hihats by 0.3 "
    #expect(model.output.contains(note) && model.output.contains(made))
    let sounds = try run("evaluate ./kicks ./kicks", in: folder)
    #expect(!sounds.output.contains(note) && sounds.output.contains("3 sounds of kicks against"))
  }

  /// What a file says about its model stays with it, and can't steer a terminal.
  @Test func whatIsSaidAboutAModelStays() throws {
    let folder = try TemporaryFolder()
    let result = try run(
      #"load-model kicks; print $it.about; save-model a.safetensors; load-model a.safetensors; "#
        + #"save-model b.safetensors --about "mine\u{d}\n  \nand \u{1b}[31mred"; load-model b.safetensors; info; "#
        + #"print $it $it.about"#, in: folder)
    #expect(result.errors == "")
    #expect(result.output.components(separatedBy: "about: trained on ").count == 3)
    #expect(result.output.components(separatedBy: "about: mine\nabout: and \u{FFFD}[31mred\n").count == 3)
  }
}
