import Analysis
import Audio
import Foundation
import Testing

@Suite struct NoiseFillingTests {
  private func power(_ samples: ArraySlice<Float>) -> Double {
    samples.reduce(0) { $0 + Double($1) * Double($1) } / Double(samples.count)
  }

  private func added(_ sound: Sound, below: Double) throws -> [[Float]] {
    let filled = try sound.noiseFilled(below: below)
    #expect(filled.sampleRate == sound.sampleRate && filled.frameCount == sound.frameCount)
    return zip(filled.channels, sound.channels).map { zip($0, $1).map { $0 - $1 } }
  }

  /// Noise of all frequencies has as much of it as is asked for, at each rate, and another in each channel.
  @Test(arguments: [8000.0, 44_100, 96_000]) func liesAsFarBelowAsAsked(rate: Double) throws {
    let noise = (1...2).map { AnalysedSounds.noise(65_536, seed: $0).map(Float.init) }
    let sound = try Sound(sampleRate: rate, channels: noise)
    for below in [20.0, 34] {
      let added = try added(sound, below: below)
      for (plane, noise) in zip(added, noise) {
        // Where windows reach over the ends there is less.
        let level = 10 * log10(power(plane[8192..<57_344]) / power(noise[8192..<57_344]))
        #expect(abs(level + below) < 0.3, "\(level)")
      }
      let both = zip(added[0], added[1]).reduce(0.0) { $0 + Double($1.0 * $1.1) } / 65_536
      #expect(abs(both) < 0.05 * power(added[0][...]))
    }
  }

  /// Around a tone it reaches 6.5 kHz to either side, and in time as far as two windows behind the last one with it.
  @Test func staysNearWhatSounds() throws {
    var tone = (0..<65_536).map { Float(0.5 * sin(2 * .pi * 15_000 * Double($0) / 44_100)) }
    for frame in tone.indices where frame >= 32_768 { tone[frame] = 0 }
    let filled = try added(Sound(sampleRate: 44_100, channels: [tone]), below: 30)[0]
    #expect(power(filled[0..<32_768]) > 0)
    #expect(filled[(32_768 + 4096)...].allSatisfy { abs($0) < 1e-6 })
    let spectrum = try Spectrum(of: Sound(sampleRate: 44_100, channels: [Array(filled[8192..<24_576])]))
    let width = 44_100.0 / Double(Spectrum.blockSize)
    func level(_ frequencies: Range<Double>) -> Double {
      let bins = spectrum.power[Int(frequencies.lowerBound / width)..<Int(frequencies.upperBound / width)]
      return bins.reduce(0, +) / Double(bins.count)
    }
    #expect(level(1000..<8000) < 1e-3 * level(9000..<21_000))
    // All of it together, since each bin has the mean over as many as there are.
    #expect(abs(10 * log10(power(filled[8192..<24_576]) / power(tone[8192..<24_576])) + 30) < 1)
  }

  @Test func isTheSameEachTimeAndNoneInSilence() throws {
    let kick = try AnalysedSounds.kick(frames: 5000)
    #expect(try kick.noiseFilled(below: 34) == kick.noiseFilled(below: 34))
    #expect(try kick.noiseFilled(below: 34) != kick)
    let silence = try Sound(sampleRate: 44_100, channels: [[Float](repeating: 0, count: 5000)])
    #expect(try silence.noiseFilled(below: 34) == silence)
    // A sound of one frame, too.
    #expect(try Sound(sampleRate: 44_100, channels: [[0.5]]).noiseFilled(below: 34).frameCount == 1)
  }

  @Test func refusesWhatIsNoSound() throws {
    #expect(throws: AnalysisError.emptySound) { try Sound(sampleRate: 8000, channels: [[]]).noiseFilled(below: 34) }
    for value in [Float.nan, .infinity, 1e38] {
      let sound = try Sound(sampleRate: 8000, channels: [[Float](repeating: value, count: 500)])
      #expect(throws: AnalysisError.notFinite) { _ = try sound.noiseFilled(below: 34).frameCount }
    }
  }

  @Test func stopsWhenNobodyWaits() throws {
    #expect(throws: AnalysisError.interrupted) {
      try AnalysedSounds.kick(frames: 5000).noiseFilled(below: 34) { true }
    }
  }
}
