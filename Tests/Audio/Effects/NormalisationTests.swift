import Audio
import Testing

@Suite struct NormalisationTests {
  /// The peak is the float asked for to the bit, so that 1 is not clipped.
  @Test(arguments: [1.0, 0.5, 0.891, 2.5])
  func reachesAPeakExactly(peak: Double) throws {
    for seed in 1..<50 {
      let sound = try Sound(sampleRate: 44100, channels: [[0.1 / Float(seed), -0.77 / Float(seed)], [0.3, 0]])
      #expect(try sound.normalised(toPeak: peak).peak == Float(peak))
    }
  }

  @Test(arguments: [(1, 44100), (2, 44100), (2, 5001), (3, 30001)])
  func reachesALoudness(channels: Int, frames: Int) throws {
    let sound = try TestSound.make(channels: channels, frames: frames)
    for loudness in [-30.0, -14, 3] {
      #expect(abs(try sound.normalised(toLoudness: loudness).loudness() - loudness) < 1e-4)
    }
  }

  @Test func refusesSilence() throws {
    let silence = try Sound(sampleRate: 44100, channels: [[0, 0, 0]])
    let empty = try Sound(sampleRate: 44100, channels: [[]])
    for sound in [silence, empty] {
      #expect(throws: AudioError.silent) { try sound.normalised(toPeak: 1) }
      #expect(throws: AudioError.silent) { try sound.normalised(toLoudness: -14) }
    }
    let faint = try TestSound.make().gained(by: 1e-6)
    #expect(throws: AudioError.tooQuietToMeasure(peak: Double(faint.peak))) { try faint.normalised(toLoudness: -14) }
    #expect(try faint.normalised(toPeak: 1).peak == 1)
  }
}
