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
  /// - Throws: for an empty sound, and for samples that are not finite or would not be.
  public func noiseFilled(below: Double) throws(AnalysisError) -> Sound {
    guard frameCount > 0 else { throw .emptySound }
    guard channels.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { throw .notFinite }
    var generator = TorchGenerator(seed: 0)
    var planes: [[Float]] = []
    for plane in channels {
      guard let filling = NoiseFilling(below: below, sampleRate: sampleRate) else { throw .outOfMemory }
      guard let filled = filling.applied(to: plane, noise: generator.randn(plane.count)) else { throw .notFinite }
      planes.append(filled)
    }
    return (try? Sound(sampleRate: sampleRate, channels: planes)) ?? self
  }
}

/// Noise by bin and window for one channel.
private struct NoiseFilling {
  /// Seconds of a window, about, and hertz on either side of a bin that its noise goes by.
  private static let duration = 0.046, span = 6500.0
  /// Windows before and behind that it goes by.
  private static let near = 2

  private let fft: RealFFT
  /// The square root of a Hann window: half a window apart the squares add up to 1.
  private let shape: [Float]
  /// Bins on either side.
  private let reach: Int
  /// From the root of the power around to the size of the noise.
  private let factor: Double
  private var window: Int { fft.size }
  private var hop: Int { fft.size / 2 }

  init?(below: Double, sampleRate: Double) {
    // The project's own functions: models finish their sounds by it, with the same bits on each machine.
    let powers = (6...16).map { 1 << $0 }
    let asked = Self.duration * sampleRate
    let size = powers.min { abs(Double($0) - asked) < abs(Double($1) - asked) } ?? 2048
    guard let fft = RealFFT(size: size) else { return nil }
    self.fft = fft
    shape = (0..<size).map { Float(sine(.pi * Double($0) / Double(size))) }
    reach = Int((Self.span / sampleRate * Double(size)).rounded())
    // Of noise of size 1 a bin's power is half a window's frames in the mean.
    factor = Double(exponential(Float(-below / 20 * logarithm(10)))) / (Double(size) / 2).squareRoot()
  }

  /// `nil` for samples so large that their power is not finite.
  func applied(to samples: [Float], noise: [Float]) -> [Float]? {
    // Windows reach beyond both ends, so that each sample lies in two.
    let starts = Array(stride(from: -hop, to: samples.count, by: hop))
    var output = samples
    // Of the windows around, the first bins' powers added up: [0, p₀, p₀ + p₁, …].
    var (sums, next): ([[Double]], Int) = ([], 0)
    for index in starts.indices {
      while next < min(starts.count, index + Self.near + 1) {
        let powers = fft.power(of: block(samples, from: starts[next]))
        guard powers.allSatisfy(\.isFinite) else { return nil }
        sums.append(powers.reduce(into: [0]) { $0.append(($0.last ?? 0) + Double($1)) })
        next += 1
      }
      sums.removeFirst(sums.count - (next - max(0, index - Self.near)))
      let start = starts[index]
      let bins = fft.spectrum(of: block(noise, from: start))
      let filled = bins.indices.map { bin in
        let (first, end) = (max(0, bin - reach), min(bins.count, bin + reach + 1))
        let power = sums.reduce(0) { $0 + ($1[end] - $1[first]) } / Double((end - first) * sums.count)
        let size = Float(factor * power.squareRoot())
        return RealFFT.Bin(re: bins[bin].re * size, im: bins[bin].im * size)
      }
      for (place, value) in fft.samples(of: filled).enumerated() where output.indices.contains(start + place) {
        output[start + place] += value * shape[place]
      }
    }
    return output
  }

  /// A window of samples, zero where there are none, times the shape.
  private func block(_ samples: [Float], from start: Int) -> [Float] {
    (0..<window).map { samples.indices.contains(start + $0) ? samples[start + $0] * shape[$0] : 0 }
  }
}
