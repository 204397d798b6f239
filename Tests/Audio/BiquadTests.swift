import Audio
import Foundation
import Testing

@Suite struct BiquadTests {
  /// The gain at a frequency, measured on a settled tone.
  private func gain(at frequency: Double, rate: Double) -> Double {
    var filter = Butterworth(.highPass, order: 8, frequency: 10_000, sampleRate: rate)
    var sum = 0.0
    let frames = Int(rate / 5)
    for frame in 0..<(2 * frames) {
      let output = filter.next(sin(2 * Double.pi * frequency * Double(frame) / rate))
      if frame >= frames { sum += output * output }
    }
    return 10 * log10(2 * sum / Double(frames))
  }

  /// What a Butterworth filter of order 8 does under the bilinear transform, within 0.05 dB:
  /// −10·log10(1 + (tan(pi·corner/rate) / tan(pi·frequency/rate))¹⁶).
  @Test(arguments: [22_050.0, 44_100, 48_000, 96_000])
  func followsButterworth(rate: Double) {
    for frequency in [3000.0, 5000, 7000, 9000, 10_000, 10_500] {
      let ratio = tan(.pi * 10_000 / rate) / tan(.pi * frequency / rate)
      #expect(abs(gain(at: frequency, rate: rate) + 10 * log10(1 + pow(ratio, 16))) < 0.05)
    }
  }

  @Test func leavesNothingOfABass() {
    #expect(gain(at: 100, rate: 44_100) < -200)
    #expect(gain(at: 5000, rate: 44_100) < -48)
    #expect(abs(gain(at: 18_000, rate: 44_100)) < 0.01)
  }

  /// −3 dB at the corner, and 24 dB an octave and more above.
  @Test func lowPassOfOrder4() {
    func gain(_ frequency: Double) -> Double {
      var filter = Butterworth(.lowPass, order: 4, frequency: 1000, sampleRate: 44_100)
      let output = (0..<44_100).map { filter.next(sin(2 * .pi * frequency * Double($0) / 44_100)) }
      let energy = output.suffix(22_050).reduce(0) { $0 + $1 * $1 }
      return 10 * log10(energy / 11_025)
    }
    #expect(abs(gain(100)) < 0.01)
    #expect(abs(gain(1000) + 3.01) < 0.02)
    #expect(gain(2000) < -24)
  }
}
