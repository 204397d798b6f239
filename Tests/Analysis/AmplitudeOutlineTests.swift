import Analysis
import Audio
import Foundation
import Testing

struct AmplitudeOutlineTests {
  /// An exponential falls 20 dB in ln 10 time constants; a straight rise of 10 ms reaches −30 dB after 3.2 % of it.
  @Test(arguments: [22_050.0, 44_100, 48_000]) func measuresAnExponential(rate: Double) throws {
    let samples = (0..<Int(rate)).map { frame -> Float in
      let time = Double(frame) / rate - 0.05
      if time < 0 { return 0 }
      let level = time < 0.01 ? time / 0.01 : exp(-(time - 0.01) / 0.06)
      return Float(level) * (frame % 2 == 0 ? 0.5 : -0.5)
    }
    let outline = try #require(
      try AmplitudeOutline(of: Sound(sampleRate: rate, channels: [samples, samples.map { $0 / 2 }])))
    #expect(abs(outline.attack - 0.0097) < 0.0015, "\(outline.attack)")
    #expect(abs(outline.decay(to: -20) - 0.06 * log(10)) < 0.002, "\(outline.decay(to: -20))")
    #expect(abs(outline.decay(to: -40) - 0.12 * log(10)) < 0.002, "\(outline.decay(to: -40))")
  }

  /// What comes back up has not decayed, and what never falls lasts to the end.
  @Test func staysBelow() throws {
    var samples = [Float](repeating: 0, count: 44_100)
    samples[0] = 1
    samples[22_050] = 0.05
    let outline = try #require(AmplitudeOutline(of: Sound(sampleRate: 44_100, channels: [samples])))
    #expect(outline.attack == 0)
    #expect(abs(outline.decay(to: -20) - 0.001) < 1e-3)
    #expect(abs(outline.decay(to: -40) - 0.5) < 2e-3)
    let steady = try Sound(sampleRate: 44_100, channels: [[Float](repeating: 1, count: 44_100)])
    #expect(abs(try #require(AmplitudeOutline(of: steady)).decay(to: -20) - 1) < 1e-3)
  }

  @Test func silenceHasNone() throws {
    #expect(AmplitudeOutline(of: try Sound(sampleRate: 44_100, channels: [[0, 0, 0]])) == nil)
    #expect(AmplitudeOutline(of: try Sound(sampleRate: 44_100, channels: [[]])) == nil)
  }
}
