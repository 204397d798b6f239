import Audio
import CKissfft
import Glibc

/// How alike the waveforms of two sounds are, wherever each begins.
public enum CrossCorrelation {
  /// The largest magnitude of Σ a(t)·b(t + lag) / √(Σ a² · Σ b²) over all lags, the sums over all frames and channels:
  /// 1 for the same sound, louder, later or turned over, and near 0 for unrelated ones. Channels that only one of both
  /// has don't count.
  ///
  /// By the transforms of both, padded so that nothing wraps around. `nil` where a sound is silent.
  public static func peak(_ one: Sound, _ other: Sound) throws(AnalysisError) -> Double? {
    var size = 2
    while size < one.frameCount + other.frameCount { size *= 2 }
    guard let length = Int32(exactly: size), let forward = kiss_fftr_alloc(length, 0, nil, nil) else {
      throw .outOfMemory
    }
    defer { free(UnsafeMutableRawPointer(forward)) }
    guard let backward = kiss_fftr_alloc(length, 1, nil, nil) else { throw .outOfMemory }
    defer { free(UnsafeMutableRawPointer(backward)) }
    func spectrum(_ samples: [Float]) -> [kiss_fft_cpx] {
      var spectrum = [kiss_fft_cpx](repeating: kiss_fft_cpx(), count: size / 2 + 1)
      kiss_fftr(forward, samples + [Float](repeating: 0, count: size - samples.count), &spectrum)
      return spectrum
    }
    var product = [kiss_fft_cpx](repeating: kiss_fft_cpx(), count: size / 2 + 1)
    var energies = (0.0, 0.0)
    for (plane, another) in zip(one.channels, other.channels) {
      for (bin, (a, b)) in zip(spectrum(plane), spectrum(another)).enumerated() {
        product[bin].r += a.r * b.r + a.i * b.i
        product[bin].i += a.r * b.i - a.i * b.r
      }
      energies.0 += plane.reduce(0) { $0 + Double($1) * Double($1) }
      energies.1 += another.reduce(0) { $0 + Double($1) * Double($1) }
    }
    guard energies.0 > 0, energies.1 > 0 else { return nil }
    var correlation = [Float](repeating: 0, count: size)
    kiss_fftri(backward, product, &correlation)
    let peak = correlation.reduce(0) { max($0, $1.magnitude) }
    // kissfft's inverse is `size` times too large; rounding may pass 1.
    return min(1, Double(peak) / Double(size) / (energies.0.squareRoot() * energies.1.squareRoot()))
  }
}
