import Audio
import Glibc

/// The mel spectrogram of a sound's mean over channels, as the notebook's torchaudio.transforms.MelSpectrogram has
/// it: power, FFT of 1024, hop 512, periodic Hann window, frames centred on their hop with reflection at the ends, 80
/// mels from 0 to half the rate, HTK scale, Slaney norm.
public struct MelSpectrogram: Sendable {
  /// Samples in a window.
  public static let fftSize = 1024
  /// Samples from one window to the next.
  public static let hop = 512
  /// Bands on the mel axis.
  public static let bands = 80

  /// Power [frames][80], frames = sound frames / 512 + 1.
  public let power: [[Float]]
  /// Frames per second of the sound.
  public let sampleRate: Double
  /// Frames of the sound.
  public let soundFrames: Int

  /// Throws for an empty sound and for samples that are not finite.
  public init(of sound: Sound) throws(AnalysisError) {
    guard sound.frameCount > 0 else { throw .emptySound }
    let mono = sound.withChannels(1).channels.first ?? []
    guard mono.allSatisfy(\.isFinite) else { throw .notFinite }
    guard let fft = RealFFT(size: Self.fftSize) else { throw .outOfMemory }
    sampleRate = sound.sampleRate
    soundFrames = mono.count

    // Like torchaudio, which divides the rate as an integer.
    let highest = sampleRate >= 2 ? (sampleRate / 2).rounded(.down) : sampleRate / 2
    let filters = MelScale.filters(count: Self.bands, bins: Self.fftSize / 2 + 1, highest: highest)
    let window = (0..<Self.fftSize).map { Float(0.5 - 0.5 * cos(2 * .pi * Double($0) / Double(Self.fftSize))) }
    var block = [Float](repeating: 0, count: Self.fftSize)
    power = (0...(mono.count / Self.hop)).map { frame in
      let start = frame * Self.hop - Self.fftSize / 2
      for index in block.indices { block[index] = Self.sample(mono, at: start + index) * window[index] }
      let spectrum = fft.power(of: block)
      return filters.map { filter in
        let sum = filter.weights.indices.reduce(0) { $0 + filter.weights[$1] * spectrum[filter.first + $1] }
        // Samples near the largest float have no finite power.
        return sum.isFinite ? sum : .greatestFiniteMagnitude
      }
    }
  }

  /// 10·log10(max(power, 1e-10)) [frames][80], raised to at least 80 dB below the loudest value.
  public var decibels: [[Float]] {
    let values = power.map { $0.map(Audio.decibels(power:)) }
    let floor = peakDecibels - 80
    return values.map { $0.map { max($0, floor) } }
  }

  /// The loudest value in dB.
  public var peakDecibels: Float {
    Audio.decibels(power: power.reduce(0) { peak, frame in frame.reduce(peak, max) })
  }

  /// The highest frequency of the mel axis in Hz.
  public var highestFrequency: Double { sampleRate / 2 }

  /// The sound reflected at its ends without repeating the end itself. A sound of 512 frames or fewer is too short to
  /// be reflected by half a window (torch refuses it), and has silence around it instead.
  private static func sample(_ sound: [Float], at index: Int) -> Float {
    if sound.indices.contains(index) { return sound[index] }
    guard sound.count > fftSize / 2 else { return 0 }
    let reflected = index < 0 ? -index : 2 * (sound.count - 1) - index
    return sound.indices.contains(reflected) ? sound[reflected] : 0
  }
}

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
