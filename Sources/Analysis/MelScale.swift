import Glibc

/// The HTK mel scale and torchaudio's triangular filters on it.
package enum MelScale {
  /// Hz to mel: 2595·log10(1 + f/700).
  package static func mel(_ hertz: Double) -> Double { 2595 * log10(1 + hertz / 700) }

  /// Mel to Hz.
  package static func hertz(_ mel: Double) -> Double { 700 * (pow(10, mel / 2595) - 1) }

  /// One triangle over FFT bins: `weights` begins at the bin `first`.
  package struct Filter: Sendable {
    package let first: Int
    package let weights: [Float]
  }

  /// Triangles between neighbouring points of `count` + 2 that lie evenly on the mel scale from 0 to `highest` Hz,
  /// each scaled to unit area (Slaney's norm, 2 / width), over `bins` FFT bins that lie evenly from 0 to `highest`
  /// (torchaudio.functional.melscale_fbanks). A filter too narrow for any bin is empty.
  package static func filters(count: Int, bins: Int, highest: Double) -> [Filter] {
    let points = (0..<(count + 2)).map { hertz(mel(highest) * Double($0) / Double(count + 1)) }
    return (0..<count).map { index in
      let (low, centre, high) = (points[index], points[index + 1], points[index + 2])
      let triangle = (0..<bins).map { bin in
        let frequency = highest * Double(bin) / Double(bins - 1)
        let height = min((frequency - low) / (centre - low), (high - frequency) / (high - centre))
        return Float(max(0, height) * 2 / (high - low))
      }
      let first = triangle.firstIndex { $0 > 0 } ?? 0
      let end = triangle.lastIndex { $0 > 0 }.map { $0 + 1 } ?? first
      return Filter(first: first, weights: Array(triangle[first..<end]))
    }
  }
}
