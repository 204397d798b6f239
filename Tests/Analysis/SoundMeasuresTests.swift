import Analysis
import Audio
import Foundation
import Testing

struct SoundMeasuresTests {
  @Test func measuresAKick() throws {
    let sound = try AnalysedSounds.kick(frames: 32_768)
    let measures = try SoundMeasures(of: sound)
    #expect(abs(try #require(measures[.peak]) - 20 * log10(Double(sound.peak))) < 1e-9)
    #expect(measures[.loudness] == sound.loudness())
    // The right channel is half of the left.
    #expect(abs(try #require(measures[.correlation]) - 1) < 1e-6)
    // A tone that falls by e⁻⁶ a second: 20 dB in 384 ms, of which the click at its start, half as loud, takes up to 68
    // away; 0.74 s are too short for 40.
    #expect(0.31...0.39 ~= (try #require(measures[.decay20])))
    #expect(try #require(measures[.decay40]) > 0.7)
    #expect(abs(try #require(measures[.pitch]) - 45) < 8)
    #expect(try #require(measures[.sweep]) > 6)
    #expect(try #require(measures[.attack]) < 0.02)
    #expect(try #require(measures[.centroid]) < 400)
  }

  @Test func levelsOfAConstant() throws {
    let samples = [Float](repeating: 0.1, count: 44_100)
    let measures = try SoundMeasures(of: Sound(sampleRate: 44_100, channels: [samples]), loudness: -17)
    #expect(measures[.loudness] == -17)
    for measure in [SoundMeasures.Measure.peak, .offset, .tail] {
      #expect(abs(try #require(measures[measure]) + 20) < 1e-5, "\(measure)")
    }
    #expect(measures[.correlation] == nil)
  }

  /// The ends relative to the peak, and what lies 55 to 5 ms before the end.
  @Test func endsAreRelativeToThePeak() throws {
    var samples = [Float](repeating: 0, count: 44_100)
    (samples[0], samples[1000], samples[44_099]) = (0.05, 0.5, 0.0005)
    for frame in (44_100 - 2425)..<(44_100 - 220) { samples[frame] = frame % 2 == 0 ? 0.005 : -0.005 }
    let measures = try SoundMeasures(of: Sound(sampleRate: 44_100, channels: [samples]))
    for (measure, level) in [(SoundMeasures.Measure.first, -20.0), (.last, -60), (.rest, -40)] {
      #expect(abs(try #require(measures[measure]) - level) < 1e-2, "\(measure)")
    }
  }

  /// The last 50 ms alone count as the tail.
  @Test func theTailIsItsEnd() throws {
    var samples = AnalysedSounds.noise(44_100).map { Float($0) }
    for frame in (44_100 - 2205)..<44_100 { samples[frame] = frame % 2 == 0 ? 0.01 : -0.01 }
    let measures = try SoundMeasures(of: Sound(sampleRate: 44_100, channels: [samples, samples]))
    #expect(abs(try #require(measures[.tail]) + 40) < 1e-4)
  }

  @Test func silenceHasLevelsAlone() throws {
    let silence = try SoundMeasures(of: Sound(sampleRate: 44_100, channels: [[Float](repeating: 0, count: 1000)]))
    for measure in [SoundMeasures.Measure.peak, .offset, .tail] {
      #expect(silence[measure] == SoundMeasures.lowestLevel, "\(measure)")
    }
    for measure in [SoundMeasures.Measure.centroid, .attack, .decay20, .decay40, .pitch, .sweep, .loudness, .noise] {
      #expect(silence[measure] == nil, "\(measure)")
    }
    #expect(throws: AnalysisError.emptySound) { try SoundMeasures(of: Sound(sampleRate: 44_100, channels: [[]])) }
    #expect(throws: AnalysisError.notFinite) { try SoundMeasures(of: Sound(sampleRate: 44_100, channels: [[.nan]])) }
  }
}
