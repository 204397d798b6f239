import Foundation
import Testing

/// The tutorials, run whole on the committed checkpoint.
@Suite struct TutorialTests {
  @Test func firstSounds() throws {
    let folder = try TemporaryFolder()
    let script = repository.appendingPathComponent("tutorials/01-first-sounds.drum").path
    let result = try DrumlinProcess.run([script, "fixture/model.ckpt", ".", "fixture/sound.wav"], in: folder.url)
    #expect(result.errors == "")
    #expect(result.status == 0)
    #expect(result.output.contains("keys matched"))
    let sounds = ["sample-1", "sample-2", "sample-3", "all-samples", "transfer", "transfer-matched", "transfers"]
    let pictures = ["sample-1", "sample-2", "sample-3", "pitch", "decay", "all-samples", "transfer", "transfers"]
    for name in sounds.map({ $0 + ".wav" }) + pictures.map({ $0 + ".png" }) {
      let size = (try? folder.url.appendingPathComponent(name).resourceValues(forKeys: [.fileSizeKey]))?.fileSize
      #expect((size ?? 0) > 1000, "\(name)")
    }
  }

  /// With no argument they run on the models in the box, and keep their files together.
  @Test(arguments: [
    ("00-setting-up", "drums.wav"), ("01-first-sounds", "transfers.wav"), ("02-inside-a-run", "inside-a-run.html"),
    ("03-style-transfer", "layered.wav"), ("04-a-batch-with-recipes", "session.drum"), ("06-training", "tuning.wav"),
    ("07-transforms", "transforms.wav"), ("08-a-kit", "song.wav"),
  ])
  func needsNoArgument(name: String, lastFile: String) throws {
    let folder = try TemporaryFolder()
    let script = repository.appendingPathComponent("tutorials/\(name).drum").path
    let before = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    let place = "tutorial-\(name.prefix(2))"
    // The last one trains for minutes: two steps must do here.
    let few = name.hasPrefix("07") ? ["", place, "2"] : []
    let result = try DrumlinProcess.run([script] + few, environment: ["HF_HUB_OFFLINE": "1"], in: folder.url)
    #expect(result.errors == "")
    #expect(result.status == 0)
    #expect(FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("\(place)/\(lastFile)").path))
    let made = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(Set(made).subtracting(before) == [place])
  }

  /// Runs a tutorial whole, and expects these files of it.
  private func run(_ name: String, _ arguments: [String], makes files: [String]) throws -> String {
    let folder = try TemporaryFolder()
    let script = repository.appendingPathComponent("tutorials/\(name).drum").path
    let result = try DrumlinProcess.run([script, "fixture/model.ckpt", "."] + arguments, in: folder.url)
    #expect(result.errors == "")
    #expect(result.status == 0)
    for name in files {
      let size = (try? folder.url.appendingPathComponent(name).resourceValues(forKeys: [.fileSizeKey]))?.fileSize
      #expect((size ?? 0) > 500, "\(name)")
    }
    return result.output
  }

  @Test func settingUp() throws {
    let output = try run("00-setting-up", [], makes: ["kick.wav", "kick-6.wav", "kick.png", "drums.wav", "drums.png"])
    #expect(output.contains("all 73 keys matched"))
  }

  /// A checkpoint of another rate and other channels than the models in the box, beside which its drum is put.
  @Test func settingUpTakesAnyModel() throws {
    let folder = try TemporaryFolder()
    let network = "--channels [8, 8] --factors [4, 4] --items [1, 1] --modulation 32 --length 8192"
    let train = "train fixture --out run \(network) --sound-channels 1 --sample-rate 22050Hz --steps 1 --samples 0"
    let script = repository.appendingPathComponent("tutorials/00-setting-up.drum").path
    #expect(try DrumlinProcess.run(["-e", train], in: folder.url).status == 0)
    let result = try DrumlinProcess.run([script, "run/last.ckpt", "."], in: folder.url)
    #expect(result.errors == "" && result.status == 0)
    #expect(FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("drums.wav").path))
  }

  @Test func insideARun() throws {
    let sounds = ["half-way-predicted", "run", "relative", "six-steps", "fork-at-3", "fork-at-12", "fork-at-21"]
    let pictures = ["half-way", "half-way-predicted", "run"]
    let output = try run(
      "02-inside-a-run", [], makes: sounds.map { $0 + ".wav" } + pictures.map { $0 + ".png" } + ["inside-a-run.html"])
    #expect(output.contains("run: step 15 of 30, sigma 0.500"))
    #expect(output.contains("denoise-step 21\nfork --seed 7\ndenoise-step 9\n"))
    #expect(output.contains("./inside-a-run.html: a page of"))
    // It tells what it does.
    #expect(output.contains("\n# -- To the end ---") && output.contains("\n> denoise-step 15\n"))
  }

  @Test func styleTransfer() throws {
    let levels = ["0.2", "0.5", "1"]
    let sounds = levels.flatMap { ["notebook-\($0)", "matched-\($0)"] } + ["transfers", "layered"]
    _ = try run(
      "03-style-transfer", ["fixture/sound.wav"], makes: sounds.map { $0 + ".wav" } + ["source.png", "transfers.png"])
    _ = try run("03-style-transfer", [], makes: ["layered.wav"])
    // A sound of another rate and other channels than the model's.
    let folder = try TemporaryFolder()
    let line = "load-model fixture/model.ckpt; generate --steps 1 | mono | resample 48kHz | export mono.wav"
    #expect(try DrumlinProcess.run(["-e", line], in: folder.url).status == 0)
    let sound = folder.url.appendingPathComponent("mono.wav").path
    _ = try run("03-style-transfer", [sound], makes: ["layered.wav"])
  }

  @Test func training() throws {
    try train(
      "06-training",
      makes: ["scratch/last.ckpt", "scratch/loss.png", "tuned/last.ckpt", "scratch.wav", "tuning.png"])
  }

  @Test func transforms() throws {
    try train(
      "07-transforms",
      makes: ["raw/last.ckpt", "learned/config.yaml", "learned.png", "patch.png", "transforms.png", "transforms.wav"])
  }

  /// Runs a tutorial that trains, for four steps on twelve sounds.
  private func train(_ name: String, makes files: [String]) throws {
    let folder = try TemporaryFolder()
    let prologue =
      "load-model fixture/model.ckpt; for $s in 1..12 { generate --seed $s --steps 4 | export \"{$s}.wav\" }"
    let sounds = folder.url.appendingPathComponent("sounds")
    try FileManager.default.createDirectory(at: sounds, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      at: sounds.appendingPathComponent("fixture"), withDestinationURL: folder.url.appendingPathComponent("fixture"))
    #expect(try DrumlinProcess.run(["-e", prologue], in: sounds).status == 0)
    let script = repository.appendingPathComponent("tutorials/\(name).drum").path
    let result = try DrumlinProcess.run([script, "sounds", ".", "4"], in: folder.url)
    #expect(result.errors == "")
    #expect(result.status == 0)
    for name in files {
      #expect(FileManager.default.fileExists(atPath: folder.url.appendingPathComponent(name).path), "\(name)")
    }
  }

  @Test func aBatchWithRecipes() throws {
    let output = try run(
      "04-a-batch-with-recipes", ["3"],
      makes: ["shot-1.flac", "shot-2.flac", "shot-3.flac", "batch.png", "batch.wav", "session.drum"])
    #expect(output.components(separatedBy: "the bits agree with the recipe's").count == 4)
  }

  /// What stops a file from growing is an error like a full disk, and leaves nothing behind.
  @Test func failsAtALimitOnFileSizes() throws {
    let folder = try TemporaryFolder()
    let before = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    let line = "load-model fixture/model.ckpt; generate --steps 1; export a.wav"
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    shell.arguments = ["-c", "ulimit -f 8; exec \"$0\" -e \"$1\" 2>&1 | cat", DrumlinProcess.executable.path, line]
    shell.currentDirectoryURL = folder.url
    let pipe = Pipe()
    shell.standardOutput = pipe
    try shell.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    shell.waitUntilExit()
    #expect(output.contains("cannot write 'a.wav': file too large"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == before)
  }

  /// The same script gives the same bytes.
  @Test func repeats() throws {
    let sounds = try (0..<2).map { _ in
      let folder = try TemporaryFolder()
      let line = "load-model fixture/model.ckpt; generate --seed 7 --steps 5; export a.wav --bits float"
      #expect(try DrumlinProcess.run(["-e", line], in: folder.url).status == 0)
      return try Data(contentsOf: folder.url.appendingPathComponent("a.wav"))
    }
    #expect(sounds[0] == sounds[1])
  }
}
