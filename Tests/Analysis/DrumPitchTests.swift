import Analysis
import Audio
import Foundation
import Testing

struct DrumPitchTests {
  private func tone(_ frequency: Double, seconds: Double) throws -> Sound {
    let samples = (0..<Int(44_100 * seconds)).map { frame -> Float in
      let time = Double(frame) / 44_100
      return Float(0.7 * exp(-time * 6) * sin(2 * .pi * frequency * time))
    }
    return try Sound(sampleRate: 44_100, channels: [samples])
  }

  /// A short one is over before the late windows.
  @Test(arguments: [55.0, 110, 220], [0.1, 0.5]) func aToneHasItsPitch(frequency: Double, seconds: Double) throws {
    let pitch = try #require(try DrumPitch.of(tone(frequency, seconds: seconds)))
    #expect(abs(pitch / frequency - 1) < 0.03, "\(pitch)")
  }

  @Test func whatIsAllHighHasNone() throws {
    #expect(try DrumPitch.of(tone(5000, seconds: 0.5)) == nil)
    #expect(try DrumPitch.of(Sound(sampleRate: 44_100, channels: [[0, 0]])) == nil)
  }
}
