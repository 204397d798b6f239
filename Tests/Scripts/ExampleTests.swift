import Checkpoints
import Commands
import Foundation
import Language
import Networks
import Testing

/// Every example of every declared command works as typed, on the small checkpoint.
@Suite struct ExampleTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let command: String
    let line: String
    var testDescription: String { line }
  }

  static let examples: [Example] = {
    guard let engine = try? Engine() else { return [] }
    return Session(engine: engine).commands.signatures.flatMap { signature in
      signature.examples.map { Example(command: signature.name, line: $0.line) }
    }
  }()

  // MARK: What the examples may take as given

  /// The files that examples read, by the names they use.
  private static func makeFiles(in folder: URL) throws {
    let fixture = repository.appendingPathComponent("Tests/Fixtures/first-sound")
    func copy(_ name: String, to target: String) throws {
      try FileManager.default.copyItem(
        at: fixture.appendingPathComponent(name), to: folder.appendingPathComponent(target))
    }
    try copy("model.ckpt", to: "kicks_v7.ckpt")
    try copy("config.yaml", to: "config.yaml")
    try copy("sound.wav", to: "snare.wav")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("sounds"), withIntermediateDirectories: true)
    for number in 1...3 { try copy("sound.wav", to: "sounds/\(number).wav") }
    let effects = "# Plays it twice.\ndef twice $sound { concat $sound $sound }\n"
    try effects.write(to: folder.appendingPathComponent("effects.drum"), atomically: true, encoding: .utf8)
  }

  /// What has happened before each example: a model, sounds with names, and a run that is under way.
  private static let prologue = """
    load-model kicks_v7.ckpt
    let $seed = 7
    let $kick = generate --seed $seed --steps 2
    let $snare = load-audio snare.wav
    let $noise = noise --seed 3
    denoise-start --steps 30
    denoise-step 12
    """

  /// What single examples need besides, by the line they are; they change the folder before the prologue runs.
  private static let preparations: [String: @Sendable (URL) throws -> Void] = [
    "audition run --seed 1 --steps 5": makeTraining,
    "source kicks.drum --seed 4": { folder in
      try "param $seed=1\ngenerate --seed $seed --steps 1\n".write(
        to: folder.appendingPathComponent("kicks.drum"), atomically: true, encoding: .utf8)
    },
    "evaluate sounds sounds --against [snares, hats]": { folder in
      for name in ["snares", "hats"] {
        try FileManager.default.copyItem(
          at: folder.appendingPathComponent("sounds"), to: folder.appendingPathComponent(name))
      }
    },
    "recipe kick.wav": makeExport, "reproduce kick.wav": makeExport,
    "reproduce kick.wav --with kicks_v7.ckpt": makeExport, "replay kicks.transcript": makeExport,
    "pattern {kick: \"x---\"} --kit drums": makeKit, "kit again --from drums/kit.recipe": makeKit,
    "gather kicks": { folder in
      let line = "load-model kicks_v7.ckpt; make-folder kicks; generate --count 2 --steps 2 | export kicks/{n}.wav"
      for shard in ["1/2", "2/2"] {
        let result = try DrumlinProcess.run(["--shard", shard, "-e", line], in: folder)
        #expect(result.status == 0)
      }
    },
    "load-model hf:crlandsc/tiny-audio-diffusion-kicks": makeCache,
    // The config beside it would contradict the option.
    "load-model model.safetensors --heads 8": { folder in
      try safetensors(of: folder.appendingPathComponent("kicks_v7.ckpt"))
        .write(to: folder.appendingPathComponent("model.safetensors"))
      let models = folder.appendingPathComponent("models")
      try FileManager.default.createDirectory(at: models, withIntermediateDirectories: true)
      for name in ["kicks_v7.ckpt", "config.yaml"] {
        try FileManager.default.moveItem(
          at: folder.appendingPathComponent(name), to: models.appendingPathComponent(name))
      }
    },
  ]

  /// A training of one step in `run`.
  private static func makeTraining(_ folder: URL) throws {
    let line = "train sounds --out run --channels [8] --factors [4] --length 1024 --steps 1 --accumulate 1 --samples 0"
    #expect(try DrumlinProcess.run(["-e", line], in: folder).status == 0)
  }

  /// What the example's download has left behind; the examples run offline.
  private static func makeCache(_ folder: URL) throws {
    let hub = folder.appendingPathComponent(".cache/huggingface/hub/models--crlandsc--tiny-audio-diffusion-kicks")
    let commit = String(repeating: "a", count: 40)
    let snapshot = hub.appendingPathComponent("snapshots/\(commit)")
    for place in [snapshot, hub.appendingPathComponent("refs")] {
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    }
    try Data(commit.utf8).write(to: hub.appendingPathComponent("refs/main"))
    for name in ["kicks_v7.ckpt", "config.yaml"] {
      try FileManager.default.copyItem(
        at: folder.appendingPathComponent(name), to: snapshot.appendingPathComponent(name))
    }
  }

  /// The examples use no network, and no other cache than that of their own folder.
  private static let environment = [
    "HF_HUB_OFFLINE": "1", "HF_HOME": "", "HF_HUB_CACHE": "", "HUGGINGFACE_HUB_CACHE": "", "XDG_CACHE_HOME": "",
  ]

  /// An exported sound and a transcript.
  private static func makeExport(_ folder: URL) throws {
    let line = "record kicks.transcript; load-model kicks_v7.ckpt; generate --steps 2 | export kick.wav"
    #expect(try DrumlinProcess.run(["-e", line], in: folder).status == 0)
  }

  /// A kit in `drums`.
  private static func makeKit(_ folder: URL) throws {
    let line = "load-model kicks_v7.ckpt; kit drums {kick: (generate --steps 2)}"
    #expect(try DrumlinProcess.run(["-e", line], in: folder).status == 0)
  }

  /// What an example fails with on purpose.
  private static let statuses: [String: Int32] = ["exit 3": 3]
  private static let failures = ["fail \"this script needs a checkpoint\"": "this script needs a checkpoint"]

  // MARK: Tests

  @Test func thereAreExamples() {
    #expect(Self.examples.count > 20)
    let lines = Set(Self.examples.map(\.line))
    for line in Array(Self.preparations.keys) + Self.failures.keys { #expect(lines.contains(line), "\(line)") }
  }

  @Test(arguments: examples) func example(_ example: Example) throws {
    let folder = try TemporaryFolder()
    try Self.makeFiles(in: folder.url)
    var prologue = Self.prologue
    if let prepare = Self.preparations[example.line] { try prepare(folder.url) }
    if FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("models").path) {
      prologue = prologue.replacing("load-model kicks_v7.ckpt", with: "load-model models/kicks_v7.ckpt")
    }
    let result = try DrumlinProcess.run(
      ["-e", prologue + "\n" + example.line], environment: Self.environment, in: folder.url)
    if let message = Self.failures[example.line] {
      #expect(result.status == 70)
      #expect(result.errors.contains("error: \(message)\n"))
    } else {
      #expect(result.errors == "")
      #expect(result.status == Self.statuses[example.line] ?? 0)
    }
  }

  /// A checkpoint's float tensors as a .safetensors file.
  private static func safetensors(of checkpoint: URL) throws -> Data {
    let tensors = try Checkpoint.open(checkpoint.path).stateDict
    var header: [String] = []
    var numbers = Data()
    for name in tensors.names where tensors[name]?.shape.isEmpty == false {
      guard let tensor = try? tensors.tensor(name) else { continue }
      let start = numbers.count
      tensor.values.withUnsafeBytes { numbers.append(contentsOf: $0) }
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      header.append(
        "\"\(name)\":{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(start),\(numbers.count)]}")
    }
    let text = Data("{\(header.joined(separator: ","))}".utf8)
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) } + text + numbers
  }
}
