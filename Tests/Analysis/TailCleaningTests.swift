import Analysis
import Audio
import Foundation
import Testing

@Suite struct TailCleaningTests {
  private func level(_ planes: [[Float]], _ range: Range<Int>) -> Double {
    let sum = planes.reduce(0.0) { $0 + $1[range].reduce(0) { $0 + Double($1) * Double($1) } }
    return 10 * log10(sum / Double(range.count * planes.count) + 1e-20)
  }

  private func difference(_ one: Sound, _ other: Sound) -> [[Float]] {
    zip(one.channels, other.channels).map { zip($0, $1).map { $0 - $1 } }
  }

  /// Hiss behind a kick goes down by nearly what is asked for; the hit stays, but for the hiss in it.
  @Test(arguments: [12.0, 24, 40])
  func theTailGoesDownAndTheHitStays(reduction: Double) throws {
    let (clean, hissing) = try (AnalysedSounds.kick(frames: 32_768), AnalysedSounds.kick(frames: 32_768, hiss: 0.002))
    let cleaning = try hissing.withoutTailNoise(print: 4410, reduction: reduction)
    let (before, after) = (20 * log10(cleaning.before), 20 * log10(cleaning.after))
    #expect(before - after > 0.5 * reduction, "\(before) to \(after)")
    // Nothing of the hit is lost that is louder than the hiss was.
    let lost = difference(cleaning.sound, clean)
    #expect(level(lost, 0..<8192) < -50)
    #expect(level(cleaning.sound.channels, 0..<4096) - level(clean.channels, 0..<4096) < 0.01)
  }

  /// A sound that ends in silence is as it was, within the rounding of a transform and back.
  @Test func silenceBehindASoundChangesNothing() throws {
    let kick = try AnalysedSounds.kick(frames: 8192)
    let sound = try Sound(
      sampleRate: 44_100, channels: kick.channels.map { $0 + [Float](repeating: 0, count: 16_384) })
    let cleaning = try sound.withoutTailNoise(print: 4410, reduction: 60)
    #expect(cleaning.before == 0)
    #expect(difference(cleaning.sound, sound).joined().allSatisfy { abs($0) < 1e-6 })
  }

  @Test func refusesWhatIsTooShortOrNoNumber() throws {
    #expect(throws: AnalysisError.tooShort(frames: 4095, needed: 4096)) {
      try AnalysedSounds.kick(frames: 4095).withoutTailNoise(print: 100, reduction: 20)
    }
    #expect(throws: AnalysisError.emptySound) {
      try Sound(sampleRate: 8000, channels: [[]]).withoutTailNoise(print: 100, reduction: 20)
    }
    #expect(throws: AnalysisError.notFinite) {
      try Sound(sampleRate: 8000, channels: [[Float](repeating: .nan, count: 5000)])
        .withoutTailNoise(print: 100, reduction: 20)
    }
    // A print longer than the sound is held to a quarter of it.
    let long = try AnalysedSounds.kick(frames: 6000, hiss: 0.01).withoutTailNoise(print: .max, reduction: 20)
    #expect(long.sound.frameCount == 6000)
  }

  @Test func stopsWhenNobodyWaits() throws {
    #expect(throws: AnalysisError.interrupted) {
      try AnalysedSounds.kick(frames: 5000).withoutTailNoise(print: 4410, reduction: 20) { true }
    }
  }
}
