import Audio
import Tensors

extension Sound {
  /// The sound with soft noise among what sounds in it, as recordings have it; a network, which learns the mean of what
  /// it can't foretell, leaves silence instead.
  ///
  /// Noise that is the same for every sound, in windows of some 46 ms, half a window apart: each of its bins is brought
  /// `below` dB under the mean power of the five windows and the 13 kHz around it, so that it comes and goes with the
  /// sound. (As audio codecs fill the bands that they have no bits for: D. Schulz, Improving audio codecs by noise
  /// substitution, JAES 44, 1996.)
  /// - Parameter below: in dB.
  /// - Throws: for an empty sound, for samples that are not finite or would not be, and `AnalysisError.interrupted`
  ///   soon after `isInterrupted` has become true.
  public func noiseFilled(below: Double, isInterrupted: () -> Bool = { false }) throws(AnalysisError) -> Sound {
    guard frameCount > 0 else { throw .emptySound }
    guard channels.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { throw .notFinite }
    var generator = TorchGenerator(seed: 0)
    var planes: [[Float]] = []
    for plane in channels {
      guard let filling = NoiseFilling(below: below, sampleRate: sampleRate) else { throw .outOfMemory }
      let noise = try Self.noise(plane.count, of: &generator, isInterrupted)
      planes.append(try filling.applied(to: plane, noise: noise, isInterrupted: isInterrupted))
    }
    return (try? Sound(sampleRate: sampleRate, channels: planes)) ?? self
  }

  /// The numbers that one call of the generator gives: it makes them sixteen by sixteen, and the last ones otherwise.
  private static func noise(
    _ count: Int, of generator: inout TorchGenerator, _ isInterrupted: () -> Bool
  ) throws(AnalysisError) -> [Float] {
    let piece = 1 << 16
    var noise: [Float] = []
    while count - noise.count >= 2 * piece {
      if isInterrupted() { throw .interrupted }
      noise += generator.randn(piece)
    }
    return noise + generator.randn(count - noise.count)
  }
}

/// Noise by bin and window for one channel.
private struct NoiseFilling {
  /// Seconds of a window, about, and hertz on either side of a bin that its noise goes by.
  private static let duration = 0.046, span = 6500.0
  /// Windows before and behind that it goes by.
  private static let near = 2

  private let windows: OverlappedWindows
  /// Bins on either side.
  private let reach: Int
  /// From the root of the power around to the size of the noise.
  private let factor: Double

  init?(below: Double, sampleRate: Double) {
    let powers = (6...16).map { 1 << $0 }
    let asked = Self.duration * sampleRate
    let size = powers.min { abs(Double($0) - asked) < abs(Double($1) - asked) } ?? 2048
    guard let windows = OverlappedWindows(size: size, hop: size / 2) else { return nil }
    self.windows = windows
    reach = Int((Self.span / sampleRate * Double(size)).rounded())
    // Of noise of size 1 a bin's power is half a window's frames in the mean.
    factor = Double(exponential(Float(-below / 20 * logarithm(10)))) / (Double(size) / 2).squareRoot()
  }

  func applied(to samples: [Float], noise: [Float], isInterrupted: () -> Bool) throws(AnalysisError) -> [Float] {
    let starts = windows.starts(of: samples.count)
    var output = samples
    // Of the windows around, the first bins' powers added up: [0, p₀, p₀ + p₁, …].
    var (sums, next): ([[Double]], Int) = ([], 0)
    for (index, start) in starts.enumerated() {
      if isInterrupted() { throw .interrupted }
      while next < min(starts.count, index + Self.near + 1) {
        let powers = windows.fft.power(of: windows.block(samples, from: starts[next]))
        guard powers.allSatisfy(\.isFinite) else { throw .notFinite }
        sums.append(powers.reduce(into: [0]) { $0.append(($0.last ?? 0) + Double($1)) })
        next += 1
      }
      sums.removeFirst(sums.count - (next - max(0, index - Self.near)))
      let bins = windows.fft.spectrum(of: windows.block(noise, from: start))
      let filled = bins.indices.map { bin in
        let (first, end) = (max(0, bin - reach), min(bins.count, bin + reach + 1))
        let power = sums.reduce(0) { $0 + ($1[end] - $1[first]) } / Double((end - first) * sums.count)
        let size = Float(factor * power.squareRoot())
        return RealFFT.Bin(re: bins[bin].re * size, im: bins[bin].im * size)
      }
      windows.add(filled, at: start, to: &output)
    }
    return output
  }
}
