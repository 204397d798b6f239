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
    for name in ["kicks", "snares", "hihats", "percussion"] {
      #expect(result.output.contains("\(name): 2.8 M parameters, 5."))
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
}
