import Analysis
import Foundation
import Testing

@Suite struct RealFFTTests {
  @Test func findsACosine() throws {
    let fft = try #require(RealFFT(size: 64))
    let power = fft.power(of: (0..<64).map { cos(2 * .pi * 5 * Float($0) / 64) })
    #expect(power.count == 33)
    // A cosine of amplitude 1 has size / 2 in its bin.
    #expect(abs(power[5] - 1024) < 1e-2)
    #expect(power.enumerated().allSatisfy { $0.offset == 5 || $0.element < 1e-6 })
  }

  /// There and back within rounding; a spectrum of another size is silence.
  @Test func comesBack() throws {
    let fft = try #require(RealFFT(size: 64))
    let block = (0..<64).map { Float($0 % 7) - 3 }
    let back = fft.samples(of: fft.spectrum(of: block))
    #expect(zip(back, block).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(fft.samples(of: []) == [Float](repeating: 0, count: 64))
    #expect(fft.spectrum(of: [1]).count == 33)
  }

  @Test func refusesOddSizesAndOtherLengths() throws {
    #expect(RealFFT(size: 63) == nil)
    #expect(RealFFT(size: 0) == nil)
    #expect(try #require(RealFFT(size: 8)).power(of: [1]) == [0, 0, 0, 0, 0])
  }
}
