import Foundation
import Tensors
import Testing
import Training

@Suite struct AugmentationTests {
  private static let rate = 44_100.0
  private static let frames = 8192

  /// A falling tone of 2 kHz, left louder than right: [2, 8192].
  private static let sound: [Float] = [1, 0.6].flatMap { (level: Float) in
    (0..<frames).map { level * Float(exp(-Double($0) / 2000) * sin(2 * .pi * 2000 * Double($0) / rate)) }
  }

  private static func varied(seed: UInt64 = 3, _ change: (inout Augmentation) -> Void) -> [Float] {
    var augmentation = Augmentation()
    change(&augmentation)
    return augmentation.varied(sound, channels: 2, sampleRate: rate, seed: seed)
  }

  private static func energy(_ x: some Sequence<Float>) -> Double { x.reduce(0) { $0 + Double($1) * Double($1) } }

  /// How often the left channel crosses zero within its first 2000 frames.
  private static func crossings(_ x: [Float]) -> Int { (1..<2000).count { (x[$0 - 1] < 0) != (x[$0] < 0) } }

  @Test func nothingChangesNothing() { #expect(Self.varied { _ in } == Self.sound) }

  /// The same seed gives the same bits, another seed others.
  @Test func followsFromTheSeed() {
    let all: (inout Augmentation) -> Void = {
      ($0.pitch, $0.decay, $0.drive, $0.tilt) = (5, 0.9, 12, 9)
      ($0.reflections, $0.width, $0.gain, $0.polarity) = (0.9, 0.5, 6, true)
    }
    let once = Self.varied(all)
    #expect(once == Self.varied(all) && once.count == Self.sound.count && once.allSatisfy(\.isFinite))
    #expect(once != Self.varied(seed: 4, all))
  }

  /// Up and down by at most three semitones, and both ways are gone.
  @Test func pitchMovesTheTone() {
    let plain = Self.crossings(Self.sound)
    let moved = (0..<12).map { Double(Self.crossings(Self.varied(seed: $0) { $0.pitch = 3 })) / Double(plain) }
    let most = exp2(3.0 / 12)
    #expect(moved.allSatisfy { $0 < most + 0.02 && $0 > 1 / most - 0.02 })
    #expect(moved.contains { $0 > 1.05 } && moved.contains { $0 < 0.95 })
  }

  /// In its share, another sound's tone lies under one's own, no louder than that, and the whole is as loud as before.
  @Test func layersPutAnotherSoundUnder() {
    let other: [Float] = (0..<(2 * Self.frames)).map { Float(sin(2 * .pi * 6000 * Double($0) / Self.rate)) }
    func energyAt6kHz(_ x: some Collection<Float>) -> Double {
      let parts = x.enumerated().map { frame, value in
        let angle = 2 * Double.pi * 6000 * Double(frame) / Self.rate
        return (Double(value) * cos(angle), Double(value) * sin(angle))
      }
      let (real, imaginary) = (parts.reduce(0) { $0 + $1.0 }, parts.reduce(0) { $0 + $1.1 })
      return 2 * (real * real + imaginary * imaginary) / Double(x.count)
    }
    var augmentation = Augmentation()
    augmentation.layer = 0.5
    let chosen = (0..<60).map { augmentation.layered(with: 3, seed: $0) }
    #expect(Set(chosen) == [nil, 0, 1, 2] && (15...45).contains(chosen.count { $0 == nil }))
    #expect(augmentation.layered(with: 0, seed: 1) == nil && Augmentation().layered(with: 9, seed: 1) == nil)
    for seed in 0..<20 as Range<UInt64> {
      let layered = augmentation.varied(
        Self.sound, channels: 2, sampleRate: Self.rate, seed: seed, under: other)
      #expect(abs(Self.energy(layered) / Self.energy(Self.sound) - 1) < 1e-5)
      // From 18 dB softer than the sound to as loud, of which the whole is up to 3 dB more.
      let share = energyAt6kHz(layered[Self.frames...]) / (Self.energy(layered) / 2)
      #expect(share > 0.01 && share < 0.55)
    }
    // Where there is no other, a sound stays as it is.
    #expect(augmentation.varied(Self.sound, channels: 2, sampleRate: Self.rate, seed: 1) == Self.sound)
  }

  /// A plan that was written before there were layers has none; what another key lacks is an error.
  @Test func readsOlderOnes() throws {
    var written = Augmentation()
    (written.layer, written.pitch) = (0.3, 2)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(written)
    #expect(try JSONDecoder().decode(Augmentation.self, from: data) == written)
    let text = String(decoding: data, as: UTF8.self)
    let older = text.replacingOccurrences(of: "\"layer\":0.3,", with: "")
    #expect(older != text)
    written.layer = 0
    #expect(try JSONDecoder().decode(Augmentation.self, from: Data(older.utf8)) == written)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Augmentation.self, from: Data("{}".utf8)) }
  }

  @Test func decayIsShorterInItsShare() {
    let halves = (0..<40).map { seed in
      Self.energy(Self.varied(seed: seed) { $0.decay = 0.5 }[4096..<8192]) / Self.energy(Self.sound[4096..<8192])
    }
    #expect(halves.allSatisfy { $0 <= 1 })
    #expect((10...30).contains(halves.count { $0 < 1 }))
  }

  /// Drive, tilt, reflections and width change the wave and leave its energy: within 1e-5 of it.
  @Test(arguments: 0..<4)
  func staysAsLoud(piece: Int) {
    let found = Self.varied {
      switch piece {
      case 0: $0.drive = 20
      case 1: $0.tilt = 12
      case 2: $0.reflections = 1
      default: $0.width = 0.8
      }
    }
    #expect(found != Self.sound)
    #expect(abs(Self.energy(found) / Self.energy(Self.sound) - 1) < 1e-5)
  }

  /// A driven tone has a third harmonic.
  @Test func driveMakesHarmonics() {
    let third = { (x: [Float]) in
      let parts = (0..<2000).map { frame -> (Double, Double) in
        let angle = 2 * Double.pi * 6000 * Double(frame) / Self.rate
        return (Double(x[frame]) * cos(angle), Double(x[frame]) * sin(angle))
      }
      return hypot(parts.reduce(0) { $0 + $1.0 }, parts.reduce(0) { $0 + $1.1 })
    }
    #expect(third(Self.varied(seed: 1) { $0.drive = 30 }) > 5 * third(Self.sound))
  }

  /// Gain and polarity are one factor for all values, and of either sign.
  @Test func gainAndPolarityAreFactors() {
    var signs: Set<Bool> = []
    for seed in 0..<10 {
      let found = Self.varied(seed: UInt64(seed)) { ($0.gain, $0.polarity) = (6, true) }
      let factor = found[5] / Self.sound[5]
      signs.insert(factor < 0)
      #expect((0.49...2.01).contains(abs(factor)))
      for place in stride(from: 1, to: 4000, by: 97) {
        #expect(abs(found[place] - factor * Self.sound[place]) <= 1e-6 * (1 + abs(found[place])))
      }
    }
    #expect(signs.count == 2)
  }

  @Test func silenceAndOneFrameStay() {
    var augmentation = Augmentation()
    (augmentation.pitch, augmentation.drive, augmentation.reflections, augmentation.tilt) = (5, 9, 1, 9)
    let silence = [Float](repeating: 0, count: 64)
    #expect(augmentation.varied(silence, channels: 1, sampleRate: 8000, seed: 1) == silence)
    #expect(augmentation.varied([0.5], channels: 1, sampleRate: 8000, seed: 1).count == 1)
    #expect(augmentation.varied([], channels: 2, sampleRate: 8000, seed: 1).isEmpty)
  }
}
