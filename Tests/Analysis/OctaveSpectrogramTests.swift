import Analysis
import Audio
import Foundation
import Testing

@Suite struct OctaveSpectrogramTests {
  /// The loudest band is the one of the tone, and a sine at full scale has a power of 1: within 4 %, since bands are a
  /// sixteenth of an octave apart.
  @Test(arguments: [40.0, 62, 1000, 9000]) func findsATone(frequency: Double) throws {
    let tone = (0..<22_050).map { Float(sin(2 * .pi * frequency * Double($0) / 44_100)) }
    let spectrogram = try OctaveSpectrogram(of: Sound(sampleRate: 44_100, channels: [tone]))
    let column = spectrogram.power[spectrogram.power.count / 2]
    let loudest = try #require(column.indices.max { column[$0] < column[$1] })
    #expect(abs(log2(spectrogram.frequencies[loudest] / frequency)) <= 0.5 / 16 + 1e-9)
    #expect(abs(column[loudest] - 1) < 0.04)
    // An octave away it is 30 dB down where the windows have all their periods.
    if frequency >= 100 {
      #expect(column[loudest - 16] < 1e-3 && (loudest + 16 >= column.count || column[loudest + 16] < 1e-3))
    }
  }

  /// Of a long sound there are no more columns than pictures show.
  @Test func aLongSoundHasFewColumns() throws {
    let long = try Sound(sampleRate: 8000, channels: [[Float](repeating: 0.1, count: 8000 * 60)])
    let spectrogram = try OctaveSpectrogram(of: long)
    #expect((900...1025).contains(spectrogram.power.count))
    #expect(abs(spectrogram.step * Double(spectrogram.power.count - 1) - 60) < 0.2)
  }

  @Test func stopsWhenItIsToldTo() throws {
    let sound = try Sound(sampleRate: 44_100, channels: [[Float](repeating: 0.1, count: 4410)])
    var asked = 0
    #expect(throws: AnalysisError.interrupted) {
      try OctaveSpectrogram(of: sound) {
        asked += 1
        return asked > 3
      }
    }
    #expect(asked == 4)
  }

  @Test func refusesWhatIsNoSound() throws {
    #expect(throws: AnalysisError.emptySound) {
      try OctaveSpectrogram(of: Sound(sampleRate: 44_100, channels: [[]]))
    }
    #expect(throws: AnalysisError.notFinite) {
      try OctaveSpectrogram(of: Sound(sampleRate: 44_100, channels: [[0, .nan]]))
    }
    // The largest floats have no finite power, and are drawn all the same.
    let loudest = try Sound(sampleRate: 100, channels: [[Float](repeating: .greatestFiniteMagnitude, count: 10)])
    #expect(try OctaveSpectrogram(of: loudest).power.allSatisfy { $0.allSatisfy(\.isFinite) })
  }
}
