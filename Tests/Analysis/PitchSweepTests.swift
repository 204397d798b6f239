import Analysis
import Audio
import Foundation
import Testing

struct PitchSweepTests {
  /// A tone that falls by `fall` Hz to `low` Hz with a time constant, decaying, behind some silence.
  private func drum(
    low: Double, fall: Double, constant: Double = 0.03, rate: Double = 44_100, noise: Double = 0
  ) throws -> Sound {
    let hiss = AnalysedSounds.noise(Int(rate / 2))
    let samples = (0..<Int(rate / 2)).map { frame -> Float in
      let time = Double(frame) / rate - 0.01
      guard time >= 0 else { return 0 }
      let phase = low * time - fall * constant * (exp(-time / constant) - 1)
      return Float(0.7 * exp(-time * 6) * sin(2 * .pi * phase) + noise * hiss[frame])
    }
    return try Sound(sampleRate: rate, channels: [samples])
  }

  @Test(arguments: [45.0, 110, 440], [22_050.0, 44_100, 96_000])
  func aSteadyToneStays(frequency: Double, rate: Double) throws {
    let sweep = try #require(try PitchSweep(of: drum(low: frequency, fall: 0, rate: rate)))
    #expect(abs(sweep.late / frequency - 1) < 0.02, "\(sweep)")
    #expect(abs(sweep.semitones) < 0.5, "\(sweep)")
  }

  /// From 250 Hz to 50 Hz: the early windows, of one period and 12 ms, lie where the tone has 230 to 140 Hz.
  @Test func findsTheFall() throws {
    let sweep = try #require(try PitchSweep(of: drum(low: 50, fall: 200)))
    #expect(140...230 ~= sweep.early, "\(sweep)")
    #expect(abs(sweep.late - 55) < 6, "\(sweep)")
    let faint = try #require(try PitchSweep(of: drum(low: 50, fall: 200, noise: 0.01)))
    #expect(abs(faint.semitones - sweep.semitones) < 1, "\(faint)")
  }

  @Test func whatHasNoPitchHasNone() throws {
    let noise = AnalysedSounds.noise(22_050).map { Float($0) }
    #expect(PitchSweep(of: try Sound(sampleRate: 44_100, channels: [noise])) == nil)
    var filter = Butterworth(.lowPass, order: 4, frequency: 500, sampleRate: 44_100)
    let dull = noise.map { Float(filter.next(Double($0))) }
    #expect(PitchSweep(of: try Sound(sampleRate: 44_100, channels: [dull])) == nil)
    // Above a kilohertz, shorter than the windows, silent, or at a rate that holds too little.
    #expect(try PitchSweep(of: drum(low: 3000, fall: 0)) == nil)
    #expect(try PitchSweep(of: drum(low: 100, fall: 0).prefix(3000)) == nil)
    #expect(PitchSweep(of: try Sound(sampleRate: 44_100, channels: [[0, 0, 0]])) == nil)
    #expect(try PitchSweep(of: drum(low: 100, fall: 0, rate: 2000)) == nil)
  }
}
