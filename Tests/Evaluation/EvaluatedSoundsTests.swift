import Audio
import Evaluation
import Foundation
import Tensors
import Testing
import Training

/// Sets of sounds whose likeness is known, measured in memory and in folders.
@Suite final class EvaluatedSoundsTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("drumlin-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: folder) }

  private var preparation: Preparation { get throws { try Preparation(channels: 1, length: 8192) } }

  /// A falling tone of its own pitch and decay.
  private func tone(_ number: Int, level: Double = 0.5) throws -> Sound {
    let decay = 8 + Double(number * 5 % 12)
    let samples = (0..<8192).map { frame -> Float in
      let time = Double(frame) / 44_100
      let phase = (60 + 7 * Double(number)) * time - 3 * exp(-time * 40)
      return Float(level * exp(-time * decay) * sin(2 * .pi * phase))
    }
    return try Sound(sampleRate: 44_100, channels: [samples])
  }

  /// Decaying noise.
  private func hat(_ number: Int) throws -> Sound {
    var state = UInt32(number + 1)
    let samples = (0..<8192).map { frame -> Float in
      state = state &* 1_664_525 &+ 1_013_904_223
      return 0.4 * (Float(state >> 8) / Float(1 << 23) - 1)
        * Float(exp(-Double(frame) / 44_100 * (20 + Double(number))))
    }
    return try Sound(sampleRate: 44_100, channels: [samples])
  }

  /// Sounds in memory, measured by some workers.
  private func measured(
    _ sounds: [Sound], as label: String = "sounds", workers: Int = 2,
    onProgress: EvaluationProgress.Sink = { _ in }
  ) throws -> EvaluatedSounds {
    try EvaluatedSounds(
      sounds, names: sounds.indices.map { "\(label) \($0)" }, label: label, preparation: preparation,
      workers: Workers(workers), onProgress: onProgress)
  }

  /// A folder of sounds.
  private func written(_ sounds: [Sound], as name: String) throws -> String {
    let place = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    for (number, sound) in sounds.enumerated() {
      let path = place.appendingPathComponent("\(number).wav").path
      try AudioFile.write(sound, to: path, format: AudioFormat(path: path, bits: .float), overwrite: false)
    }
    return place.path
  }

  /// Sounds reach their own kind's neighbourhoods and not the other's; fewer different ones reach fewer.
  @Test func coverageTellsWhatIsReached() throws {
    let trained = try measured((0..<24).map { try tone($0) }, as: "trained")
    let real = try measured((0..<12).map { try tone($0, level: 0.3) }, as: "real")
    func coverage(_ sounds: [Sound]) throws -> Coverage {
      let made = try measured(sounds)
      let comparison = try Comparison(
        of: made, with: real, training: trained, otherClasses: [], workers: Workers(2), onProgress: { _ in })
      return try #require(comparison.coverage)
    }
    let same = try coverage((0..<12).map { try tone(2 * $0) })
    #expect(same.made.coverage > 0.9 && same.made.density > 0.8 && same.real.map { $0.coverage > 0.4 } == true)
    let one = try coverage((0..<12).map { _ in try tone(5) })
    #expect(one.made.coverage < 0.5 && one.made.density > 0.5)
    let other = try coverage((0..<12).map { try hat($0) })
    #expect(other.made.coverage == 0 && other.made.density == 0)
  }

  /// Real sounds of another source are told of as the folder's are, and halves of them are the yardstick.
  @Test func furtherSourcesHaveTheirDistance() throws {
    let real = try measured((0..<12).map { try tone($0) }, as: "real")
    let hats = try measured((0..<12).map { try hat(2 * $0) }, as: "hats")
    let made = try measured((0..<12).map { try hat(2 * $0 + 1) })
    let comparison = try Comparison(
      of: made, with: real, training: nil, sources: [hats], otherClasses: [], workers: Workers(2),
      onProgress: { _ in })
    let source = try #require(comparison.sources.first)
    let (distance, other) = try (#require(source.distance), #require(source.realDistance))
    #expect(distance < other / 2 && source.label == "hats" && source.yardstick != nil)
  }

  @Test func whatCannotBeMeasuredIsLeftOut() throws {
    let silent = try Sound(sampleRate: 44_100, channels: [[Float](repeating: 0, count: 100)])
    let broken = try Sound(sampleRate: 44_100, channels: [[0.5, .nan]])
    let sounds = try measured([tone(1), silent, broken, tone(2)])
    #expect(sounds.items.map(\.name) == ["sounds 0", "sounds 3"])
    #expect(sounds.skipped == [.silent(name: "sounds 1"), .notFinite(name: "sounds 2")])
    #expect(sounds.skipped.map(\.description) == ["sounds 1 is silent", "sounds 2 has samples that are no numbers"])
    #expect(try sounds.examples(1).first?.loudness() == preparation.apply(to: tone(1)).loudness())
  }

  /// The same measures in the same order on any number of workers; progress goes up to the count.
  @Test func workersDoNotMatter() throws {
    let sounds = try (0..<20).map { try tone($0) }
    var stages: [EvaluationProgress] = []
    let one = try measured(sounds, workers: 1) { stages.append($0) }
    let three = try measured(sounds, workers: 3)
    #expect(one.features == three.features && one.features.count == 20)
    let measuring = stages.filter { $0.stage == .measuring("sounds") }
    #expect(measuring.map(\.done) == [0, 8, 16] && measuring.allSatisfy { $0.count == 20 })
  }

  @Test func whatProgressThrowsEndsTheWork() throws {
    struct Stop: Error {}
    let sounds = try (0..<20).map { try tone($0) }
    let real = try measured(sounds, as: "real")
    func stopping(_ stage: EvaluationProgress.Stage) -> EvaluationProgress.Sink {
      { if $0.stage == stage { throw Stop() } }
    }
    let path = try written(Array(sounds.prefix(2)), as: "few")
    for stage in [EvaluationProgress.Stage.searching("few"), .reading("few"), .measuring("few")] {
      #expect(throws: Stop.self, "\(stage)") {
        try EvaluatedSounds(
          folder: path, preparation: preparation, most: 10, asNeighbours: false, workers: Workers(1),
          onProgress: stopping(stage))
      }
    }
    #expect(throws: Stop.self) {
      try Memorising(of: real, real: real, training: nil, workers: Workers(1), onProgress: stopping(.comparing("real")))
    }
    #expect(throws: Stop.self) {
      try ClassShares(
        of: real, real: real, classes: [.init(real), .init(real)], workers: Workers(1),
        onProgress: stopping(.sorting("real")))
    }
  }

  /// A copy that is only softer lies at no distance, with a correlation of 1; a file is no neighbour of itself.
  @Test func copiesAreFound() throws {
    let path = try written((0..<8).map { try tone($0) }, as: "real")
    let real = try EvaluatedSounds(
      folder: path, preparation: preparation, most: 1000, asNeighbours: false, workers: Workers(2),
      onProgress: { _ in })
    let made = try measured([tone(3, level: 0.1), hat(1)])
    let memorising = try #require(
      try Memorising(of: made, real: real, training: nil, workers: Workers(2), onProgress: { _ in }))
    #expect(!memorising.isTrainingGiven && memorising.copies == 1)
    #expect(memorising.made[0].nearest == "3.wav" && memorising.made[0].correlation > 0.999)
    #expect(memorising.closest.map(\.name) == ["sounds 0", "sounds 1"])
    #expect(memorising.real.allSatisfy { $0.name != $0.nearest })
  }

  @Test func classesAreTold() throws {
    let tones = try measured((0..<8).map { try tone($0) }, as: "tones")
    let hats = try measured((0..<8).map { try hat($0) }, as: "hats")
    let shares = try #require(
      try ClassShares(
        of: hats, real: tones, classes: [.init(tones), .init(hats)], workers: Workers(2), onProgress: { _ in }))
    #expect(shares.names == ["tones", "hats"] && shares.size == 8)
    #expect(shares.made == [0, 1] && shares.real == [1, 0])
  }

  /// A line for each sound, with names quoted where they hold what separates.
  @Test func theTableIsReadable() throws {
    let made = try measured([tone(1), tone(2)], as: "a,\"b\"")
    let real = try measured([tone(3), tone(4)], as: "real")
    let comparison = try Comparison(
      of: made, with: real, training: nil, otherClasses: [], workers: Workers(1), onProgress: { _ in })
    #expect(comparison.classes == nil && comparison.memorising != nil)
    let lines = comparison.table.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 6 && lines[5].isEmpty)
    #expect(lines[0].hasPrefix("set,sound,") && lines[0].hasSuffix(",nearest,nearest-distance,nearest-correlation"))
    #expect(lines[1].hasPrefix("model,\"a,\"\"b\"\" 0\",") && lines[1].contains(",real "))
    #expect(lines[3].hasPrefix("folder,real 0,"))
    #expect(
      lines[3].split(separator: ",", omittingEmptySubsequences: false).count == lines[0].split(separator: ",").count)
  }
}
