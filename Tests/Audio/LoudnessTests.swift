import Audio
import Foundation
import Testing

/// Held against BS.1770-4: a 997 Hz sine at full scale in one channel is −3.01 LUFS, in left and right 0; and against
/// EBU Tech 3341, cases 1 and 2.
@Suite struct LoudnessTests {
  private func tone(
    _ amplitude: Double, _ frequency: Double = 997, seconds: Double = 5, channels: Int = 2, rate: Double = 48000
  ) throws -> Sound {
    let plane = (0..<Int((seconds * rate).rounded())).map {
      Float(amplitude * sin(2 * Double.pi * frequency * Double($0) / rate))
    }
    return try Sound(sampleRate: rate, channels: [[Float]](repeating: plane, count: channels))
  }

  @Test(arguments: [44100.0, 48000, 96000, 22050, 11025, 5000, 44100.5])
  func knowsTheStandardsTone(rate: Double) throws {
    #expect(abs(try tone(1, channels: 1, rate: rate).loudness() + 3.01) < 0.05)
    #expect(abs(try tone(1, rate: rate).loudness()) < 0.05)
    #expect(abs(try tone(0.1, rate: rate).loudness() + 20) < 0.05)
  }

  @Test(arguments: [-23.0, -33])
  func meetsTech3341(level: Double) throws {
    #expect(abs(try tone(pow(10, level / 20), 1000, seconds: 20).loudness() - level) < 0.1)
  }

  /// Below 0.4 s each halving of the length takes 3 LU off, and the two ways meet at 0.4 s.
  @Test(arguments: [44100.0, 48000, 11025])
  func measuresShortSounds(rate: Double) throws {
    let whole = try tone(0.5, seconds: 0.4, rate: rate).loudness()
    #expect(abs(whole + 6.02) < 0.1)
    for (halvings, seconds) in [(1.0, 0.2), (2, 0.1), (3, 0.05)] {
      #expect(abs(try tone(0.5, seconds: seconds, rate: rate).loudness() - whole + 3.01 * halvings) < 0.3)
    }
    let nearly = try tone(0.5, seconds: 0.4 - 1 / rate, rate: rate).loudness()
    #expect(abs(nearly - whole) < 0.05)
    #expect(try Sound(sampleRate: rate, channels: [[1]]).loudness() < -30)
  }

  @Test func findsOnlySilenceInSilence() throws {
    #expect(try Sound(sampleRate: 44100, channels: [[]]).loudness() == -.infinity)
    #expect(try Sound(sampleRate: 44100, channels: [[Float](repeating: 0, count: 50_000)]).loudness() == -.infinity)
    #expect(try tone(1e-5).loudness() == -.infinity)
  }

  /// A soft passage is gated out: half of the sound 30 dB below the other half changes nothing.
  @Test func gatesSoftPassages() throws {
    let loud = try tone(0.5)
    let both = try loud.concatenated(with: tone(0.5 * 0.0316))
    #expect(abs(both.loudness() - loud.loudness()) < 0.15)
  }

  @Test func takesAnyChannelCount() throws {
    let stereo = try tone(0.5, seconds: 1).loudness()
    // Left, right and centre count alike.
    #expect(abs(try tone(0.5, seconds: 1, channels: 3).loudness() - stereo - 1.76) < 0.05)
    #expect(try tone(0.5, seconds: 0.5, channels: 100).loudness() == tone(0.5, seconds: 0.5, channels: 64).loudness())
  }
}
