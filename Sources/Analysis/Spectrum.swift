import Audio
import Glibc

/// The mean power spectrum of sounds: of all blocks of 2048 samples, half overlapping, in a periodic Hann window, of the
/// channels mixed (P. D. Welch, IEEE Trans. Audio Electroacoust. 15, 1967).
public struct Spectrum: Sendable {
  /// Samples in a block.
  public static let blockSize = 2048
  /// Mean power of the bins 0…1024, which lie evenly from 0 to half the rate.
  public let power: [Double]
  /// Frames per second of the sound.
  public let sampleRate: Double

  /// Throws for a sound of less than a block, and for samples that are not finite.
  public init(of sound: Sound) throws(AnalysisError) {
    let size = Self.blockSize
    guard sound.frameCount > 0 else { throw .emptySound }
    guard sound.frameCount >= size else { throw .tooShort(frames: sound.frameCount, needed: size) }
    let mono = sound.withChannels(1).channels.first ?? []
    guard mono.allSatisfy(\.isFinite) else { throw .notFinite }
    guard let fft = RealFFT(size: size) else { throw .outOfMemory }
    let window = (0..<size).map { Float(0.5 - 0.5 * cos(2 * .pi * Double($0) / Double(size))) }
    var power = [Double](repeating: 0, count: size / 2 + 1)
    let starts = stride(from: 0, through: mono.count - size, by: size / 2)
    for start in starts {
      let block = fft.power(of: zip(mono[start..<(start + size)], window).map { $0 * $1 })
      for (bin, value) in block.enumerated() { power[bin] += Double(value) }
    }
    let blocks = Double((mono.count - size) / (size / 2) + 1)
    self.power = power.map { $0 / blocks }
    sampleRate = sound.sampleRate
  }

  /// The level in dB, 10·log10 of the power, of each bin and its frequency in Hz, of spectra that each count as much
  /// whatever the sound's level; 0 dB is the whole power of one. Spectra of other rates than the first are left out.
  public static func levels(of spectra: [Spectrum]) -> [(frequency: Double, level: Double)] {
    guard let rate = spectra.first?.sampleRate else { return [] }
    var mean = [Double](repeating: 0, count: blockSize / 2 + 1)
    for spectrum in spectra where spectrum.sampleRate == rate {
      let whole = spectrum.power.reduce(0, +)
      for (bin, power) in spectrum.power.enumerated() where whole > 0 { mean[bin] += power / whole }
    }
    return mean.enumerated().map { bin, power in
      (Double(bin) * rate / Double(blockSize), 10 * log10(max(power / Double(spectra.count), 1e-15)))
    }
  }
}
