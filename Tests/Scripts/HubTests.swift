import Foundation
import LocalHub
import Testing

/// Models of the hub through the built program, from a hub on this machine.
@Suite struct HubTests {
  private let folder: TemporaryFolder
  private let server: LocalHub

  init() throws {
    folder = try TemporaryFolder()
    let fixture = repository.appendingPathComponent("Tests/Fixtures/first-sound")
    server = try LocalHub(files: [
      "kicks_v7.ckpt": Array(Data(contentsOf: fixture.appendingPathComponent("model.ckpt"))),
      "config.yaml": Array(Data(contentsOf: fixture.appendingPathComponent("config.yaml"))),
      "README.md": Array("# Kicks".utf8),
    ])
  }

  private func run(_ line: String, offline: Bool = false) throws -> DrumlinProcess {
    try DrumlinProcess.run(
      ["-e", line],
      environment: [
        "HF_ENDPOINT": server.endpoint, "HF_HOME": folder.url.appendingPathComponent("hf").path, "HF_HUB_CACHE": "",
        "HUGGINGFACE_HUB_CACHE": "", "HF_TOKEN": "hf_secret", "HF_HUB_OFFLINE": offline ? "1" : "0",
      ], in: folder.url)
  }

  private let name = "hf:\(LocalHub.repository)"

  /// A training begins with a published model's weights; one that is not there begins nothing.
  @Test func aTrainingBeginsWithAModelOfTheHub() throws {
    let options = "--steps 1 --accumulate 1 --samples 0"
    let first = try run(
      "load-model \(name); generate --seed 1 --steps 2 | export sounds/a.wav; "
        + "train sounds --out run --from \(name) \(options)"
    )
    #expect(first.status == 70, "there is no folder sounds")
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("sounds"), withIntermediateDirectories: true)
    let second = try run(
      "load-model \(name); generate --seed 1 --steps 2 | export sounds/a.wav; "
        + "train sounds --out run --from \(name) \(options)"
    )
    #expect(second.errors == "")
    #expect(second.output.contains("1 step done: run/last.ckpt"))
    let missing = try run("train sounds --out other --from hf:nobody/nothing \(options)")
    #expect(missing.status == 70 && missing.errors.contains("nobody/nothing"))
    #expect(!FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("other").path))
  }

  @Test func aModelIsDownloadedPlayedAndReproduced() throws {
    server.change { ($0.token, $0.cuts) = ("hf_secret", [100_000]) }
    let first = try run(
      "load-model \(name); generate --seed 1 --steps 2 | export kick.wav; recipe kick.wav; save-session all.drum")
    #expect(first.errors == "")
    #expect(first.status == 0)
    let lines = first.output.split(separator: "\n").map(String.init)
    #expect(lines.first == "\(LocalHub.repository): 511 kB downloaded")
    let snapshot = "hf/hub/models--crlandsc--tiny-audio-diffusion-kicks/snapshots/\(LocalHub.commit)"
    let config = folder.url.appendingPathComponent("\(snapshot)/config.yaml").path
    #expect(lines.dropFirst().first == "all 73 keys matched, 11 k parameters (\(config))")
    // The recipe names the commit and the file, and the checkpoint's hash.
    let fixture = repository.appendingPathComponent("Tests/Fixtures/first-sound/model.ckpt")
    let hash = LocalHub.sha256(Array(try Data(contentsOf: fixture)))
    let pinned = "\(name)@\(LocalHub.commit)/kicks_v7.ckpt"
    #expect(first.output.contains("# checkpoint \(hash) \(pinned)\n"))
    #expect(first.output.contains("\nload-model \"\(pinned)\" --weights online\n"))
    #expect(server.requests.filter { $0.isForContent }.map { $0.headers["range"] ?? "" } == ["", "bytes=100000-"])

    // Offline, and in another session.
    let again = try run("reproduce kick.wav", offline: true)
    #expect(again.errors == "")
    #expect(again.output.contains("the bits agree with the recipe's"))
    let saved = try String(contentsOf: folder.url.appendingPathComponent("all.drum"), encoding: .utf8)
    #expect(saved.contains("\nload-model \(name)\n"))
    let session = try run("load-model \(name); generate --seed 1 --steps 2 | export again.wav", offline: true)
    #expect(session.errors == "")
    #expect(!session.output.contains("downloaded"))
    let sounds = try ["kick.wav", "again.wav"].map { try Data(contentsOf: folder.url.appendingPathComponent($0)) }
    #expect(sounds[0] == sounds[1])
  }

  /// Nobody is asked, and nothing is sent, for a recipe's sake unless the user wants it; and then without the token.
  @Test func aRecipeDownloadsWhatItNeedsWhenItMay() throws {
    let made = try run("load-model \(name); generate --seed 1 --steps 2 | export kick.wav")
    #expect(made.errors == "")
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("hf"))
    let before = server.requests.count
    let refused = try run("reproduce kick.wav")
    #expect(refused.status == 70 && refused.errors.contains("is not on this machine"))
    #expect(refused.errors.contains("--download"))
    #expect(server.requests.count == before)
    let again = try run("reproduce kick.wav --download")
    #expect(again.errors == "")
    #expect(again.output.contains("the bits agree with the recipe's"))
    #expect(server.requests.count > before)
    #expect(server.requests.dropFirst(before).allSatisfy { $0.headers["authorization"] == nil })
    // What is there now needs no asking.
    #expect(try run("reproduce kick.wav").status == 0)
  }

  @Test func aNearFileIsNamed() throws {
    let result = try run("load-model \(name)/kick_v7.ckpt")
    #expect(result.status == 70)
    #expect(result.errors.contains("\(LocalHub.repository) has no file"))
    #expect(result.errors.contains("did you mean \(name)/kicks_v7.ckpt?"))
  }

  @Test func aFailureKeepsTheModelBefore() throws {
    server.change { $0.damage = 1000 }
    let result = try run("load-model plain.ckpt --heads 2; try { load-model \(name) } catch $e { print $e }; info")
    #expect(result.status == 0)
    #expect(result.output.contains("came damaged"))
    #expect(result.output.contains("model: plain"))
  }
}
