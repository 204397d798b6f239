import Audio
import DrumSynthesis
import Testing

/// What holds for every instrument, over fifty sounds of each.
struct VoiceTests {
  static func sounds(_ voice: Voice, count: UInt64 = 50) throws -> [SoundMeasures] {
    try (1...count).map { number in
      var draws = Draws(seed: 11, stream: 99, number: number)
      return SoundMeasures(try voice.sound(&draws))
    }
  }

  static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

  @Test(arguments: Voice.allCases) func soundsAreClean(_ voice: Voice) throws {
    for measures in try Self.sounds(voice) {
      let sound = measures.sound
      #expect(sound.sampleRate == 44_100)
      #expect(sound.channelCount == 2)
      #expect(500...32_768 ~= sound.frameCount)
      #expect(sound.channels.allSatisfy { $0.allSatisfy(\.isFinite) })
      // −1 dB within a hundredth: the fade may touch the peak of a very short sound.
      #expect(abs(sound.peak - 0.891_25) < 0.01)
      #expect(abs(measures.mean) < 1e-3)
      // 2 ms of exact silence at the end, and nothing loud before it.
      #expect(sound.channels.allSatisfy { $0.suffix(88).allSatisfy { $0 == 0 } })
      #expect(sound.channels.allSatisfy { $0.suffix(150).allSatisfy { $0.magnitude < 1e-2 } })
    }
  }

  /// A drum is there at once; a shaker's beads take their time to meet the shell, a clap's loudest hand may be its
  /// last.
  @Test(arguments: Voice.allCases) func attacksAreEarly(_ voice: Voice) throws {
    let attacks = try Self.sounds(voice).map(\.attack)
    let latest: [Voice: Double] = [.shaker: 130, .clap: 60, .kick: 8, .hihat: 12]
    #expect(attacks.allSatisfy { $0 < latest[voice] ?? 8 }, "\(attacks.max() ?? 0) ms")
    #expect(Self.median(attacks) < (voice == .shaker ? 15 : 3), "\(Self.median(attacks)) ms")
  }

  @Test(arguments: Voice.allCases) func soundsDiffer(_ voice: Voice) throws {
    let sounds = try Self.sounds(voice)
    for (index, one) in sounds.enumerated() {
      for other in sounds.dropFirst(index + 1) {
        var (product, squareOne, squareOther) = (0.0, 0.0, 0.0)
        for (a, b) in zip(one.mono, other.mono) {
          product += a * b
          squareOne += a * a
          squareOther += b * b
        }
        // Two bass drums of one pitch are alike; none is a copy.
        #expect(abs(product) < 0.999 * (squareOne * squareOther).squareRoot())
      }
    }
  }

  @Test func kicksFallInPitch() throws {
    var fallen = 0
    for kick in try Self.sounds(.kick) {
      let early = kick.pitch(from: 0.001, to: 0.06)
      let late = kick.pitch(from: 0.06, to: 0.22)
      #expect(late < 180, "\(late) Hz")
      if early > late { fallen += 1 }
    }
    // An acoustic one hardly falls, and a click or a fold can hide a crossing.
    #expect(fallen >= 45, "\(fallen) of 50")
  }

  @Test func classesLieWhereTheyShould() throws {
    let centres = Dictionary(
      uniqueKeysWithValues: try Voice.allCases.map { ($0, Self.median(try Self.sounds($0).map(\.centre))) })
    func centre(_ voice: Voice) -> Double { centres[voice] ?? 0 }
    #expect(centre(.hihat) > 20 * centre(.kick), "\(centre(.hihat)) and \(centre(.kick)) Hz")
    #expect(centre(.snare) > 4 * centre(.kick))
    #expect(centre(.hihat) > 2 * centre(.snare))
    #expect(centre(.shaker) > 4000)
    #expect(150..<900 ~= centre(.tom))
    #expect(centre(.woodBlock) > centre(.conga))
  }
}
