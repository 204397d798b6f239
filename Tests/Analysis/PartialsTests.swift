import Analysis
import Audio
import Foundation
import Testing

@Suite struct PartialsTests {
  private static let rate = 44_100.0

  /// Sines that ring for 0.3 s over falling noise, in stereo.
  private func bell(_ frequencies: [Double], noise level: Double = 0.003) throws -> Sound {
    let noise = AnalysedSounds.noise(20_000)
    let samples = (0..<20_000).map { frame -> Float in
      let time = Double(frame) / Self.rate
      let ringing = frequencies.reduce(0) { $0 + sin(2 * .pi * $1 * time) } / Double(max(1, frequencies.count))
      return Float(exp(-time * 8) * (0.5 * ringing + level * noise[frame]))
    }
    return try Sound(sampleRate: Self.rate, channels: [samples, samples.map { $0 * 0.5 }])
  }

  @Test func eachLineCountsOnce() throws {
    let lines = [2310.0, 3105, 3790, 5200, 6612, 8011, 9150, 11_003, 13_900]
    #expect(try Partials.count(in: bell(lines)) == lines.count)
  }

  /// Below 2 kHz and above 16 lie no partials of metal.
  @Test func othersDont() throws {
    #expect(try Partials.count(in: bell([220, 440, 900, 1500, 17_500])) == 0)
  }

  @Test func noiseHasNone() throws { #expect(try Partials.count(in: bell([], noise: 0.5))! < 5) }

  /// Lines that drown in noise no longer count.
  @Test func drownedLinesAreNone() throws {
    let lines = stride(from: 2500.0, to: 15_000, by: 800).map { $0 }
    let (clear, drowned) = try (Partials.count(in: bell(lines))!, Partials.count(in: bell(lines, noise: 5))!)
    #expect(clear == lines.count && drowned < clear / 2)
  }

  @Test func silenceIsNothingToCountIn() throws {
    #expect(try Partials.count(in: Sound(sampleRate: 8000, channels: [[0, 0, 0]])) == nil)
    #expect(try Partials.count(in: Sound(sampleRate: 8000, channels: [[1]])) == 0)
  }
}
