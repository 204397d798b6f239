import Foundation
import Testing

/// What `train` says to what it can't use: what is wrong, where, and what to do.
@Suite struct TrainingInputTests {
  private let folder: TrainingFolder

  init() throws {
    folder = try TrainingFolder()
    for name in ["empty", "bad"] {
      try FileManager.default.createDirectory(at: folder.url(name), withIntermediateDirectories: true)
    }
    for name in ["file", "bad/a.wav", "bad/b.flac", "broken.ckpt"] {
      try Data("PK\u{3}\u{4}no sound, no network".utf8).write(to: folder.url(name))
    }
  }

  /// Runs a line that fails, and expects to be told all of these.
  private func expect(_ line: String, says parts: String..., sourceLocation: SourceLocation = #_sourceLocation) throws {
    let result = try folder.run(line)
    #expect(result.status == 70, "\(line)", sourceLocation: sourceLocation)
    // Lines are broken to fit the screen.
    let text = result.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for part in parts { #expect(text.contains(part), "\(text)", sourceLocation: sourceLocation) }
    #expect(!text.contains("Domain="), sourceLocation: sourceLocation)
  }

  @Test(arguments: [
    ("empty", "is empty", "put sound files"), ("bad", "of the 2 sound files in", "put sounds into it that play"),
    ("file", "is a file, not a folder", "name the folder"), ("nowhere", "there is no folder", "name a folder"),
  ])
  func soundsThatAreNone(name: String, problem: String, remedy: String) throws {
    try expect("train \(name) --out run \(TrainingFolder.network)", says: problem, remedy)
    #expect(!FileManager.default.fileExists(atPath: folder.url("run").path))
  }

  /// A training among its sounds goes on, since its samples are none of them; one in their very place is refused.
  @Test func trainingsAmongTheSounds() throws {
    let line = "--out sounds/run \(TrainingFolder.network) --steps"
    #expect(try folder.run("train sounds \(line) 1").errors == "")
    let more = try folder.run("train --resume sounds/run --steps 2")
    #expect(more.errors == "" && more.output.contains("the folder 'run' is a training"))
    #expect(try folder.step(of: "sounds/run") == 2)
    for out in ["sounds", "./sounds/"] {
      try expect(
        "train sounds --out \(out) \(TrainingFolder.network)", says: "among the sounds that it learns from", "/run")
    }
  }

  @Test(arguments: ["file", "file/run"]) func placesThatAreNone(out: String) throws {
    try expect(
      "train sounds --out \(out) \(TrainingFolder.network)", says: "file is a file, not a folder",
      "name the folder of a")
  }

  @Test func trainingsThatAreNone() throws {
    try expect("train --resume sounds", says: "sounds holds no training", "train DATASET --out sounds begins one")
    try expect("train --resume nowhere", says: "there is no folder nowhere", "the --out of when it began")
    try expect("train --resume file", says: "file is a file, not a folder")
  }

  @Test(arguments: [
    "--steps 0", "--steps -1", "--steps 2.5", "--rate -1", "--save-every 0", "--batch -2", "--length -3",
    "--clip -1", "--clip x",
  ])
  func numbersThatAreNone(option: String) throws {
    let name = option.split(separator: " ")[0]
    try expect("train sounds --out run --channels [8] \(option)", says: "\(name) should be a", "but this is")
  }

  /// A manifest beside the sounds, or around them, is held to what is there before anything is written.
  @Test(arguments: ["sounds/manifest.tsv", "manifest.tsv"]) func aManifestThatIsNotTrue(place: String) throws {
    let below = place == "manifest.tsv" ? "sounds/" : ""
    func name(_ files: String...) throws {
      let rows = ["file\tclass\tsha256"] + files.map { "\(below)\($0)\ttones\t00" }
      try Data((rows + ["elsewhere/9.wav\tother\t00"].filter { _ in !below.isEmpty }).joined(separator: "\n").utf8)
        .write(to: folder.url(place))
    }
    try name("0.wav", "gone.wav")
    try expect(
      "train sounds --out run \(TrainingFolder.network)", says: "names 1 sound that is not there", "= 'gone.wav'",
      "make the data set again")
    try Data("no sound".utf8).write(to: folder.url("sounds/bad.wav"))
    try name("0.wav", "bad.wav")
    try expect(
      "train sounds --out run \(TrainingFolder.network)", says: "names 1 sound that can't be used", "= 'bad.wav'",
      "make the data set again")
    #expect(!FileManager.default.fileExists(atPath: folder.url("run").path))
    try name("0.wav", "1.wav")
    #expect(try folder.run("train sounds --out run \(TrainingFolder.network) --steps 1").status == 0)
    // Somebody else's table says nothing.
    try Data("name\tsize\ngone.wav\t3\n".utf8).write(to: folder.url(place))
    #expect(try folder.run("train sounds --out other \(TrainingFolder.network) --steps 1").status == 0)
  }

  @Test func oneFolderHasNoTurns() throws {
    try expect(
      "train sounds --out run --balance \(TrainingFolder.network)", says: "lie in one folder",
      "a folder of their own, or leave --balance out")
    #expect(!FileManager.default.fileExists(atPath: folder.url("run").path))
  }

  /// The plan keeps --clip until another one is given; 0 takes it away.
  @Test func clippingThatIsKept() throws {
    func clip(_ line: String) throws -> Bool {
      let result = try folder.run(line)
      #expect(result.status == 0 && result.errors == "")
      return try folder.text("run/training.json").contains("\"clip\" : 0.5")
    }
    #expect(try clip("train sounds --out run \(TrainingFolder.network) --steps 1 --clip 0.5"))
    #expect(try clip("train --resume run --steps 2"))
    #expect(try !clip("train --resume run --steps 3 --clip 0"))
    #expect(try !clip("train --resume run --steps 4"))
  }

  @Test func checkpointsThatDoNotFit() throws {
    let begin = "--factors [2] --items [1] --modulation 8 --length 128 --sound-channels 1 --steps 1 --samples 0"
    for channels in [8, 16] {
      #expect(try folder.run("train sounds --out c\(channels) --channels [\(channels)] \(begin)").status == 0)
    }
    try expect(
      "train sounds --out run --from c16/last.ckpt --config c8/config.yaml", says: "c16/last.ckpt", "c8/config.yaml",
      "expected [8, 1, 2], found [16, 1, 2]")
    try expect("train sounds --out run --from broken.ckpt", says: "broken.ckpt: ")
    try expect("train sounds --out run --from nowhere.ckpt", says: "nowhere.ckpt: there is no such file")
    try expect(
      "train sounds --out run --from c8/last.ckpt --channels [8]", says: "--channels and --from don't go together",
      "the checkpoint tells")
    try expect(
      "train sounds --out run --config c8/config.yaml --items [2]", says: "--items and --config don't go together")
    #expect(!FileManager.default.fileExists(atPath: folder.url("run").path))
  }

  @Test func aTrainingThatCannotGoOn() throws {
    #expect(try folder.run("train sounds --out run \(TrainingFolder.network) --steps 3").status == 0)
    try expect("train sounds --out run --channels [8]", says: "run holds a training already", "--resume run goes on")
    // In the middle of a step another count of sounds would leave it without an end.
    for option in ["--accumulate 4", "--batch 2", "--seed 3", "--channels [8]", "--out other"] {
      try expect("train --resume run \(option)", says: "and --resume don't go together")
    }
    try FileManager.default.moveItem(at: folder.url("sounds"), to: folder.url("moved"))
    try expect(
      "train --resume run --steps 5", says: "there is no folder",
      "say where they are now: train FOLDER-OF-SOUNDS --resume")
    #expect(try folder.run("train moved --resume run --steps 5").status == 0)
    try FileManager.default.removeItem(at: folder.url("moved/3.wav"))
    try expect(
      "train moved --resume run --steps 9", says: "other sounds than when the training began", "put the sounds back")
    try Data("x".utf8).write(to: folder.url("run/state.safetensors"))
    try expect("train --resume run --steps 9 moved", says: "run/state.safetensors")
  }

  /// Of less than ten sounds none is kept for validation, so there is no best by its loss, and nothing speaks of one.
  @Test func withoutValidation() throws {
    let few = try TrainingFolder(sounds: 9)
    let first = try few.run("train sounds --out run \(TrainingFolder.network) --steps 3")
    #expect(first.status == 0 && first.errors == "")
    #expect(first.output.contains("none to validate on, so no best.ckpt (that takes ten sounds)"))
    #expect(first.output.contains("3 steps done: run/last.ckpt\n"))
    let resumed = try few.run("train --resume run --steps 8; audition run --steps 1")
    #expect(resumed.status == 0 && resumed.output.contains("8 steps done: run/last.ckpt\n"))
    #expect(!(try few.files(of: "run")).contains("best.ckpt"))
    let rows = String(decoding: try few.bytes("run/metrics.csv"), as: UTF8.self).split(separator: "\n")
    #expect(rows.count == 9 && rows.dropFirst().allSatisfy { $0.hasSuffix(",") })

    let enough = try folder.run("train sounds --out run \(TrainingFolder.network) --steps 3")
    #expect(enough.output.contains("3 steps done: run/last.ckpt; lowest on the validation's sounds: run/best.ckpt\n"))
    #expect(try folder.files(of: "run").contains("best.ckpt"))
  }
}
