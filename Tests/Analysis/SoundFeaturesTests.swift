import Analysis
import Audio
import Testing

struct SoundFeaturesTests {
  private func features(_ sound: Sound, aligned: Bool = false) throws -> SoundFeatures {
    try SoundFeatures(of: sound, aligned: aligned)
  }

  /// A sound twice as loud lies 6 dB away in the means, and nowhere else, where no band reaches the floor.
  @Test func distancesAreDecibels() throws {
    let noise = AnalysedSounds.noise(32_768).map { Float($0) }
    let (soft, loud) = try (
      Sound(sampleRate: 44_100, channels: [noise]), Sound(sampleRate: 44_100, channels: [noise.map { $0 * 2 }])
    )
    // Half of the features are deviations, and some bands hold no bin: 4 of the lowest 10 at 44.1 kHz.
    let distance = try features(soft).distance(to: features(loud))
    #expect(3.9...4.26 ~= distance, "\(distance)")
    #expect(try features(soft).distance(to: features(soft)) == 0)
    #expect(try features(loud).distance(to: features(soft)) == distance)
  }

  /// The definition, from the spectrogram: five stretches, doubling.
  @Test func agreesWithTheDefinition() throws {
    let sounds = try [AnalysedSounds.kick(frames: 32_768), AnalysedSounds.kick(frames: 32_768, hiss: 0.01)]
    let points = try sounds.map { sound in
      let levels = try MelSpectrogram(of: sound).power.map { $0.map { max(-60, decibels(power: $0)) } }
      return [0..<2, 2..<6, 6..<14, 14..<30, 30..<65].flatMap { stretch in
        (0..<80).flatMap { band in
          let values = stretch.map { Double(levels[$0][band]) }
          let mean = values.reduce(0, +) / Double(values.count)
          let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
          return [mean, square.squareRoot()]
        }
      }
    }
    let squares = zip(points[0], points[1]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let expected = (squares / 800).squareRoot()
    #expect(expected > 1)
    #expect(abs(try features(sounds[0]).distance(to: features(sounds[1])) - expected) < 1e-4 * expected)
  }

  /// A sound a little later is the same once it is aligned.
  @Test func aligns() throws {
    let kick = try AnalysedSounds.kick(frames: 30_000)
    let silence = [Float](repeating: 0, count: 2000)
    let early = try Sound(sampleRate: 44_100, channels: kick.channels.map { $0 + silence })
    let late = try Sound(sampleRate: 44_100, channels: kick.channels.map { silence + $0 })
    #expect(try features(early).distance(to: features(late)) > 3)
    #expect(try features(early, aligned: true).distance(to: features(late, aligned: true)) < 1e-3)
  }

  @Test(arguments: [1, 2, 511, 512, 513, 1024, 4096]) func takesShortSounds(frames: Int) throws {
    let sound = try AnalysedSounds.kick(frames: frames, hiss: 0.1)
    let distance = try features(sound).distance(to: features(sound, aligned: true))
    #expect(distance.isFinite)
  }

  @Test func saysWhatItCannotMeasure() throws {
    #expect(throws: AnalysisError.emptySound) { try features(Sound(sampleRate: 44_100, channels: [[]])) }
    #expect(throws: AnalysisError.notFinite) {
      try features(Sound(sampleRate: 44_100, channels: [[.infinity]]), aligned: true)
    }
  }
}
