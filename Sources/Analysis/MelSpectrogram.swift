import Audio
import Glibc

/// The mel spectrogram of a sound's mean over channels, as the notebook's torchaudio.transforms.MelSpectrogram has
/// it: power, FFT of 1024, hop 512, periodic Hann window, frames centred on their hop with reflection at the ends, 80
/// mels from 0 to half the rate, HTK scale, Slaney norm.
public struct MelSpectrogram: Sendable {
  public static let fftSize = 1024
  public static let hop = 512
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
