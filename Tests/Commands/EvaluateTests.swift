import Audio
import Foundation
import Language
import Testing

/// What `evaluate` makes of sounds whose likeness is known.
@Suite struct EvaluateTests {
  /// Folders of short drums: `tones` to hold against, `new` tones, `hats` of noise, and `copies` of some tones.
  private final class Folders {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("drumlin-\(UUID().uuidString)")
    var path: String { url.path }

    init() throws {
      for number in 0..<12 {
        try write(tone(number), "tones/\(number).wav")
        try write(tone(number, detuned: 1.04), "new/\(number).wav")
        try write(hat(number), "hats/\(number).wav")
      }
      for number in [2, 5, 7] { try write(tone(number).gained(by: 0.3), "copies/copy-\(number).wav") }
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ sound: Sound, _ name: String) throws {
      let file = url.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try AudioFile.write(sound, to: file.path, format: AudioFormat(path: file.path, bits: .float), overwrite: false)
    }

    /// A falling tone of its own pitch and decay, in stereo.
    private func tone(_ number: Int, detuned: Double = 1) throws -> Sound {
      let decay = 8 + Double(number * 5 % 12)
      let samples = (0..<16_384).map { frame -> Float in
        let time = Double(frame) / 44_100
        let phase = (60 + 7 * Double(number)) * detuned * time - 3 * exp(-time * 40)
        return Float(0.5 * exp(-time * decay) * sin(2 * .pi * phase))
      }
      return try Sound(sampleRate: 44_100, channels: [samples, samples])
    }

    /// Decaying noise at another rate, mono.
    private func hat(_ number: Int) throws -> Sound {
      var state = UInt32(number + 1)
      let samples = (0..<16_384).map { frame -> Float in
        state = state &* 1_664_525 &+ 1_013_904_223
        let noise = Float(state >> 8) / Float(1 << 23) - 1
        return 0.4 * noise * Float(exp(-Double(frame) / 48_000 * (20 + Double(number))))
      }
      return try Sound(sampleRate: 48_000, channels: [samples])
    }
  }

  private func evaluated(_ line: String, in folders: Folders) throws -> Record {
    let session = try SoundSession()
    guard case .record(let record)? = try session.value("evaluate " + line.replacing("@", with: folders.path)) else {
      throw CommandFailure("no record")
    }
    return record
  }

  private func number(_ record: Record, _ names: String...) throws -> Double {
    var value: Value? = .record(record)
    for name in names {
      guard case .record(let record)? = value else { break }
      value = record[name]
    }
    guard case .number(let quantity)? = value else { throw CommandFailure("no number \(names)") }
    return quantity.value
  }

  /// The verdict says what sets hats apart from tones, and nothing of tones beside tones.
  @Test func theVerdictIsInWords() throws {
    let folders = try Folders()
    func verdict(_ line: String) throws -> String {
      guard case .string(let text)? = try evaluated(line, in: folders)["verdict"] else { return "" }
      return text
    }
    #expect(try verdict("\"@/new\" \"@/tones\"") == "")
    let hats = try verdict("\"@/hats\" \"@/tones\" --training \"@/tones\" --sources [\"@/new\"]")
    #expect(hats.contains("brighter than real ones") && hats.contains("times as far as alike sets lie"))
    #expect(try verdict("\"@/copies\" \"@/new\" --training \"@/tones\"").contains("copies of what was trained on: 3"))
  }

  @Test func whatIsAlikeComesNearTheYardstick() throws {
    let folders = try Folders()
    let same = try evaluated("\"@/new\" \"@/tones\" --against [\"@/hats\"]", in: folders)
    let (spread, distance) = try (number(same, "yardstick-spread"), number(same, "distance"))
    #expect(try abs(distance - number(same, "yardstick")) < 3 * spread, "\(distance) of \(spread)")
    #expect(try number(same, "own-class") == 100)
    #expect(try number(same, "own-class-real") == 100)
    #expect(try number(same, "count") == 12)
    #expect(try abs(number(same, "centroid", "median") / number(same, "centroid", "real", "median") - 1) < 0.1)

    let other = try evaluated("\"@/hats\" \"@/tones\" --against siblings", in: folders)
    // Halves of six sounds lie some tenths apart.
    #expect(try number(other, "distance") > 800)
    #expect(distance < 100, "\(distance)")
    #expect(try number(other, "own-class") == 0)
    #expect(try number(other, "ratio") > 3)
    #expect(try number(other, "classes", "hats") == 100)
    guard case .record(let centroid)? = other["centroid"], case .bool(true)? = centroid["differs"] else {
      Issue.record("the centroids don't differ")
      return
    }
  }

  /// The folder of real sounds, and one that it lies in, are no other classes.
  @Test func siblingsAreOtherClasses() throws {
    let folders = try Folders()
    try folders.write(AudioFile.read("\(folders.path)/hats/1.wav"), "all/held-out/1.wav")
    try folders.write(AudioFile.read("\(folders.path)/hats/2.wav"), "all/held-out/2.wav")
    let record = try evaluated("\"@/new\" \"@/all/held-out\" --training \"@/hats\" --against siblings", in: folders)
    guard case .record(let classes)? = record["classes"] else { throw CommandFailure("no classes") }
    #expect(classes.names == ["hats", "copies", "new", "tones"])
    #expect(try number(record, "own-class-real") == 100)
  }

  /// Copies show however loud they are, and in a list as well as in a folder.
  @Test func whatIsLearntByHeartShows() throws {
    let folders = try Folders()
    let copies = try evaluated("\"@/copies\" \"@/new\" --training \"@/tones\"", in: folders)
    #expect(try number(copies, "copies") == 3)
    #expect(try number(copies, "ratio") < 0.01)
    guard case .list(let closest)? = copies["closest"] else { return }
    for case .record(let pair) in closest {
      guard case .string(let name)? = pair["name"], case .string(let nearest)? = pair["nearest"] else { continue }
      #expect(name == "copy-" + nearest)
    }
    #expect(closest.count == 3)
    let listed = try evaluated(
      "[(load-audio \"@/tones/4.wav\"), (load-audio \"@/hats/1.wav\")] \"@/tones\"", in: folders)
    #expect(try number(listed, "copies") == 1)
  }

  /// The same numbers each time, by a model that is loaded, which is left as it was.
  @Test func aModelIsMeasuredAndLeftAlone() throws {
    let folders = try Folders()
    let session = try SoundSession()
    let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/first-sound/model.ckpt")
    let line = "\"\(fixture.path)\" \"\(folders.path)/tones\" --count 3 --steps 2"
    try session.run("set-seed 5; let $r = evaluate \(line)")
    try session.run("let $before = generate --steps 2; set-seed 5; let $after = generate --steps 2")
    #expect("\(try #require(try session.value("$before.peak == $after.peak")))" == "true")
    let first = try #require(try session.value("$r")).description
    #expect(try #require(try session.value("evaluate \(line)")).description == first)
    // Its sounds are those of the seeds.
    try session.run("let $sounds = [(generate --seed 1 --steps 2), (generate --seed 2 --steps 2)]")
    let two = try session.value("(evaluate $sounds \"\(folders.path)/tones\").loudness.mean")
    let made = "\"\(fixture.path)\" \"\(folders.path)/tones\" --count 2 --steps 2"
    #expect("\(try #require(try session.value("(evaluate \(made)).loudness.mean")))" == "\(try #require(two))")
  }

  @Test func oneSoundOnEachSideIsMeasured() throws {
    let folders = try Folders()
    let session = try SoundSession()
    try folders.write(AudioFile.read("\(folders.path)/hats/1.wav"), "one/1.wav")
    let result = try session.value("evaluate [$kick] \"\(folders.path)/one\"")
    guard case .record(let record)? = result else { throw CommandFailure("no record") }
    for name in ["distance", "yardstick", "ratio", "own-class"] {
      guard case .nothing? = record[name] else {
        Issue.record("\(name) is told from one sound")
        continue
      }
    }
    #expect(try number(record, "peak", "median") < 20)
  }
}
