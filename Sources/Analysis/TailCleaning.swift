import Audio
import Tensors

extension Sound {
  /// What `withoutTailNoise` did.
  public struct TailCleaning: Sendable {
    /// The sound with less noise.
    public let sound: Sound
    /// The level of what was taken for noise, before and after, root of the mean square over all channels, linear.
    public let before, after: Double
  }

  /// The sound with the noise of its own tail taken down wherever nothing else is heard.
  ///
  /// The last stretch, without the 5 ms that a fade may take, is the print of the noise: its mean power in each of 513
  /// bands. Windows of 1024 frames, 256 apart, pass where they stand 9 dB above the print and are taken down by
  /// `reduction` where they stand less than 3 dB above it, band by band, with gains evened over three bands and over
  /// 30 ms behind: a decay runs out into silence and is not cut. (Spectral gating: S. Boll, IEEE Trans. ASSP 27, 1979.)
  /// - Parameters:
  ///   - print: frames of the tail that are noise; held to a quarter of the sound, and a window at least.
  ///   - reduction: in dB, above 0.
  /// - Throws: for an empty sound, for samples that are not finite, for one shorter than four windows, and
  ///   `AnalysisError.interrupted` soon after `isInterrupted` has become true.
  public func withoutTailNoise(
    print frames: Int, reduction: Double, isInterrupted: () -> Bool = { false }
  ) throws(AnalysisError) -> TailCleaning {
    guard frameCount > 0 else { throw .emptySound }
    guard channels.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { throw .notFinite }
    guard frameCount >= 4 * SpectralGate.window else {
      throw .tooShort(frames: frameCount, needed: 4 * SpectralGate.window)
    }
    let ending = frameCount - min(Int(0.005 * sampleRate), frameCount / 8)
    let range = max(ending - min(max(frames, SpectralGate.window), frameCount / 4), 0)..<ending
    func level(_ planes: [[Float]]) -> Double {
      let sum = planes.reduce(0.0) { $0 + $1[range].reduce(0) { $0 + Double($1) * Double($1) } }
      return (sum / Double(range.count * planes.count)).squareRoot()
    }
    var planes: [[Float]] = []
    for plane in channels {
      guard let gate = SpectralGate(noise: Array(plane[range]), reduction: reduction, sampleRate: sampleRate) else {
        throw .outOfMemory
      }
      planes.append(try gate.applied(to: plane, isInterrupted: isInterrupted))
    }
    let cleaned = try? Sound(sampleRate: sampleRate, channels: planes)
    return TailCleaning(sound: cleaned ?? self, before: level(channels), after: level(planes))
  }
}

/// Gains by band and window for one channel.
private struct SpectralGate {
  static let window = 1024
  private static let hop = window / 4
  /// Decibels above the print below which a band is closed, and above which it is open.
  private static let closed: Float = 3, open: Float = 9
  private static let decibelsPerNeper = 10 / logarithm(10)

  private let windows: OverlappedWindows
  /// The mean power of the noise by band.
  private let noise: [Float]
  /// Of the gain where a band is closed.
  private let logarithmOfFloor: Float
  /// How much of a gain's fall a window takes.
  private let release: Float

  init?(noise samples: [Float], reduction: Double, sampleRate: Double) {
    guard let windows = OverlappedWindows(size: Self.window, hop: Self.hop) else { return nil }
    self.windows = windows
    logarithmOfFloor = Float(-reduction / 20 * logarithm(10))
    release = 1 - exponential(Float(-Double(Self.hop) / (0.03 * sampleRate)))
    var sums = [Float](repeating: 0, count: Self.window / 2 + 1)
    let starts = stride(from: 0, through: max(0, samples.count - Self.window), by: Self.hop)
    var count: Float = 0
    for start in starts {
      let power = windows.fft.power(of: windows.block(samples, from: start))
      for (band, value) in power.enumerated() { sums[band] += value }
      count += 1
    }
    self.noise = sums.map { $0 / max(1, count) }
  }

  func applied(to samples: [Float], isInterrupted: () -> Bool) throws(AnalysisError) -> [Float] {
    let starts = windows.starts(of: samples.count)
    var spectra: [[RealFFT.Bin]] = []
    var gains: [[Float]] = []
    for start in starts {
      if isInterrupted() { throw .interrupted }
      let spectrum = windows.fft.spectrum(of: windows.block(samples, from: start))
      spectra.append(spectrum)
      let raw = zip(spectrum, noise).map { bin, noise in gain(power: bin.re * bin.re + bin.im * bin.im, noise) }
      let evened = raw.indices.map { band in
        let near = raw[max(0, band - 1)...min(raw.count - 1, band + 1)]
        return near.reduce(0, +) / Float(near.count)
      }
      let before = gains.last ?? evened
      gains.append(zip(evened, before).map { now, before in now >= before ? now : before + release * (now - before) })
    }
    var output = [Float](repeating: 0, count: samples.count)
    for (index, start) in starts.enumerated() {
      if isInterrupted() { throw .interrupted }
      // A hit opens the bands of the window before it, too.
      let next = index + 1 < gains.count ? gains[index + 1] : gains[index]
      let filtered = zip(spectra[index], zip(gains[index], next)).map { bin, gains in
        RealFFT.Bin(re: bin.re * max(gains.0, gains.1), im: bin.im * max(gains.0, gains.1))
      }
      windows.add(filtered, at: start, to: &output)
    }
    return output
  }

  /// From the reduction where a band is closed to 1 where it is open, evenly in dB.
  private func gain(power: Float, _ noise: Float) -> Float {
    guard noise > 0 else { return 1 }
    // The project's own functions: models finish their sounds by it, with the same bits on each machine.
    let above = Float(Self.decibelsPerNeper * logarithm(Double(max(power, 1e-30) / noise)))
    let place = min(max((above - Self.closed) / (Self.open - Self.closed), 0), 1)
    return exponential((1 - place) * logarithmOfFloor)
  }
}
