import Analysis
import Audio
import Foundation
import Testing

struct SpectralCentroidTests {
  private func tones(_ tones: [(frequency: Double, amplitude: Double)], rate: Double = 32_768) throws -> Sound {
    let samples = (0..<32_768).map { frame in
      Float(tones.reduce(0) { $0 + $1.amplitude * sin(2 * .pi * $1.frequency * Double(frame) / rate) })
    }
    return try Sound(sampleRate: rate, channels: [samples])
  }

  /// Whole periods: the energies are the squares of the amplitudes.
  @Test func weighsByEnergy() throws {
    let one = try #require(try SpectralCentroid.of(tones([(1000, 0.5)])))
    #expect(abs(one - 1000) < 0.01)
    let two = try #require(try SpectralCentroid.of(tones([(1000, 0.4), (4000, 0.2)])))
    #expect(abs(two - (1000 * 4 + 4000) / 5) < 0.1)
  }

  /// White noise has its middle at a quarter of the rate.
  @Test func noiseLiesInTheMiddle() throws {
    let noise = AnalysedSounds.noise(20_000).map { Float($0) }
    let centroid = try #require(try SpectralCentroid.of(Sound(sampleRate: 44_100, channels: [noise])))
    #expect(abs(centroid - 11_025) < 250)
  }

  /// Channels that cancel are heard all the same.
  @Test func addsPowers() throws {
    let tone = try tones([(500, 0.5)]).channels[0]
    let sound = try Sound(sampleRate: 32_768, channels: [tone, tone.map { -$0 }])
    #expect(abs(try #require(try SpectralCentroid.of(sound)) - 500) < 0.01)
    #expect(try SpectralCentroid.of(Sound(sampleRate: 44_100, channels: [[0, 0]])) == nil)
  }
}
