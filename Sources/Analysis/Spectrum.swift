import Audio
import Glibc

/// The mean power spectrum of sounds: of all blocks of 2048 samples, half overlapping, in a periodic Hann window, of
/// the channels mixed (P. D. Welch, IEEE Trans. Audio Electroacoust. 15, 1967).
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

/// Where the middle of a sound's spectrum lies.
package enum SpectralCentroid {
  /// Σ f·|X(f)|² / Σ |X(f)|² in Hz over the bins f of one transform of the whole sound, padded to a power of two, the
  /// channels' powers added: the mean frequency weighted by energy (G. Peeters, "A large set of audio features", IRCAM
  /// 2004, 6.1.1, with the power for the amplitude, so that hiss far below the sound counts little). `nil` for silence.
  package static func of(_ sound: Sound) throws(AnalysisError) -> Double? {
    var size = 2
    while size < sound.frameCount { size *= 2 }
    guard let fft = RealFFT(size: size) else { throw .outOfMemory }
    var moment = 0.0
    var total = 0.0
    for plane in sound.channels {
      let power = fft.power(of: plane + [Float](repeating: 0, count: size - plane.count))
      for (bin, value) in power.enumerated() where value.isFinite {
        moment += Double(bin) * Double(value)
        total += Double(value)
      }
    }
    return total > 0 ? moment / total * sound.sampleRate / Double(size) : nil
  }
}

/// Images of a sound's spectrum: what a network leaves that shortens sounds by some frames and stretches them again.
///
/// Where every `grid` frames are alike, what is at a frequency f comes again around each multiple of rate / grid, as
/// aliases of it. By how much the spectrum is louder there than half-way between tells how much of that there is.
public enum Images {
  /// Grids whose multiples lie far enough apart to be told from what lies between, and of which there is one at least.
  public static let grids = 4...256

  /// The level in dB of the spectrum around the multiples of rate / grid, against the mean of the levels half-way below
  /// and above each, averaged over the multiples: near 0 where a sound has none, of whatever kind its spectrum is,
  /// since a slope counts as much below as above.
  public static func level(of sound: Sound, grid: Int) throws(AnalysisError) -> Double {
    guard grids.contains(grid) else { throw .gridNotPossible(frames: grid, possible: grids) }
    return level(of: try Spectrum(of: sound), grid: grid)
  }

  /// The same of a spectrum.
  private static func level(of spectrum: Spectrum, grid: Int) -> Double {
    /// The mean power of the bins around a multiple of the grid's frequency, in dB.
    let spacing = Double(Spectrum.blockSize) / Double(grid)
    func level(at multiple: Double) -> Double {
      let reach = min(spacing / 8, 9)
      let bins = Int((multiple * spacing - reach).rounded(.up))...Int((multiple * spacing + reach).rounded(.down))
      let mean = spectrum.power[bins].reduce(0, +) / Double(bins.count)
      return 10 * log10(max(mean, 1e-20))
    }
    // The last multiple that has another half-way above it, a little below half the rate.
    let last = Int((0.95 * Double(grid) / 2 - 0.5).rounded(.down))
    let differences = (1...last).map { multiple in
      let multiple = Double(multiple)
      return level(at: multiple) - (level(at: multiple - 0.5) + level(at: multiple + 0.5)) / 2
    }
    return differences.reduce(0, +) / Double(differences.count)
  }
}
