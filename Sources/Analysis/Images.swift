import Audio
import Glibc

/// Images of a sound's spectrum: what a network leaves that shortens sounds by some frames and stretches them again.
///
/// Where every `grid` frames are alike, what is at a frequency f comes again around each multiple of rate / grid, as
/// aliases of it. By how much the spectrum is louder there than half-way between tells how much of that there is.
public enum Images {
  /// Grids whose multiples lie far enough apart to be told from what lies between, and of which there is one at least.
  public static let grids = 4...256

  /// The level in dB of the spectrum around the multiples of rate / grid, against the mean of the levels half-way below
  /// and above each, averaged over the multiples: near 0 where a sound has none, of whatever kind its spectrum is, since
  /// a slope counts as much below as above.
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
