import Audio
import Checkpoints
import Foundation
import Networks

/// How a sound file becomes something to train on, in the order of tiny-audio-diffusion's configuration for
/// audio-data-pytorch (WAVDataset, then AllTransform's crop, stereo and loudness):
///
/// 1. the sound at `sampleRate`; by libsamplerate's best converter, where the reference has torchaudio's short one;
/// 2. its first `length` frames, with silence at the end when it has fewer;
/// 3. on `channels` channels: one is copied to all, surplus ones are cut off, several become one as their mean;
/// 4. at `loudness`: BS.1770's integrated loudness of just these frames, so a short sound is measured with its padding.
///    Below −70 LUFS there is no such measure, and the sound stays as it is. Peaks may come to lie beyond ±1, and stay;
/// 5. from silence over its first `fadeIn` frames, and to silence over its last `fadeOut`;
/// 6. unless nothing in it reaches −60 dB now: that is silence, which is skipped.
///
/// A `length` under 0.4 s, where the reference's measure fails, is measured as in `Sound.loudness()`: with silence
/// behind it up to 0.4 s. The same file gives the same bits each time.
public struct Preparation: Sendable, Equatable {
  /// Frames per second.
  public let sampleRate: Double
  /// Of a prepared sound.
  public let channels: Int
  /// Frames of a prepared sound.
  public let length: Int
  /// LUFS; `nil` leaves loudness as it is.
  public let loudness: Double?
  /// Frames over which a prepared sound rises from silence; 0 leaves its beginning as it is.
  public let fadeIn: Int
  /// Frames over which it falls to silence at its end; 0 leaves its end as it is.
  public let fadeOut: Int

  /// What tiny-audio-diffusion brings its sounds to, in LUFS.
  public static let publishedLoudness = -20.0

  /// What the sounds of a network with a gain are brought to, in LUFS; of a gain that is a float's, whole decibels stay
  /// whole.
  public static func loudness(gain: Double) -> Double {
    publishedLoudness + (20 * log10(gain) * 1e6).rounded() / 1e6
  }

  /// The most samples, frames × channels, that a prepared sound can have: 256 MiB of them.
  public static let mostSamples = 1 << 26

  /// What the published models were trained on, where nothing else is said.
  /// - Throws: `DatasetError` for what no sound can have.
  public init(
    sampleRate: Double = NetworkConfig.Standard.sampleRate, channels: Int = NetworkConfig.Standard.soundChannels,
    length: Int = NetworkConfig.Standard.length,
    loudness: Double? = Preparation.publishedLoudness, fadeIn: Int = 0, fadeOut: Int = 0
  ) throws(DatasetError) {
    guard sampleRate.isFinite, sampleRate > 0 else { throw .rateNotPossible(sampleRate) }
    guard 1...1024 ~= channels else { throw .channelsNotPossible(channels) }
    guard length > 0, length <= Self.mostSamples / channels else {
      throw .lengthNotPossible(frames: length, channels: channels)
    }
    if let loudness, !(-70...0 ~= loudness) { throw .loudnessNotPossible(loudness) }
    self.sampleRate = sampleRate
    self.channels = channels
    self.length = length
    self.loudness = loudness
    self.fadeIn = min(max(0, fadeIn), length)
    self.fadeOut = min(max(0, fadeOut), length - self.fadeIn)
  }

  /// As a network and the sounds that its config.yaml tells of want them.
  /// - Throws: as the others do.
  public init(for config: ModelConfig, of architecture: NetworkDescription) throws(DatasetError) {
    typealias Standard = NetworkConfig.Standard
    try self.init(
      sampleRate: config.samplingRate ?? Standard.sampleRate, channels: architecture.inChannels,
      length: config.length ?? Standard.length, loudness: Self.loudness(gain: config.gain ?? 1),
      fadeIn: config.fadeIn ?? 0, fadeOut: config.fadeOut ?? 0)
  }

  /// Of a prepared sound, in seconds.
  public var duration: Double { Double(length) / sampleRate }

  /// A prepared sound, with what is worth knowing of its file.
  struct Prepared: Equatable {
    /// [channels, length].
    var samples: [Float]
    /// Of the file, in frames per second.
    var sampleRate: Double
    /// Of the file.
    var channels: Int
    /// Of the whole file.
    var frames: Int
    /// Flat tops at full scale in the part of the file that is used (see `Sound.clippedRuns`).
    var clippedRuns: Int
  }

  /// Prepares the file at `path`, and says why when it can't be used.
  func prepare(_ path: String) -> Result<Prepared, SkipError> {
    do throws(AudioError) {
      let (read, frames) = try AudioFile.readBeginning(of: path) { framesUsed(at: $0, withMargin: true) }
      let used = framesUsed(at: read.sampleRate, withMargin: false)
      let clippedRuns = read.prefix(used).clippedRuns
      let sound = try apply(to: read)
      guard sound.channels.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
        return .failure(SkipError(reason: .tooLoud))
      }
      guard Double(sound.peak) >= Self.silence else {
        return .failure(SkipError(reason: frames > used ? .silentAtStart : .silent))
      }
      return .success(
        Prepared(
          samples: Array(sound.channels.joined()), sampleRate: read.sampleRate, channels: read.channelCount,
          frames: frames, clippedRuns: clippedRuns))
    } catch {
      if case .gainNotPossible = error { return .failure(SkipError(reason: .tooLoud)) }
      return .failure(SkipError(reason: .unreadable(error, path: path)))
    }
  }

  /// Steps 1 to 5 for a sound in memory, which may come out silent or with samples that are no numbers.
  /// - Throws: `AudioError` for rates and gains that are not possible.
  package func apply(to sound: Sound) throws(AudioError) -> Sound {
    // Channels that are cut off later need no resampling.
    var sound = channels > 1 && sound.channelCount > channels ? sound.withChannels(channels) : sound
    sound = try sound.resampled(to: sampleRate).prefix(length).padded(to: length).withChannels(channels)
    if let loudness, case let current = sound.loudness(), current.isFinite {
      sound = try sound.gained(by: Sound.factor(decibels: loudness - current))
    }
    return try sound.faded(in: fadeIn, out: fadeOut)
  }

  /// Why a file can't be used.
  struct SkipError: Error {
    let reason: SkippedFile.Reason
  }

  /// −60 dB, linear.
  private static let silence = Sound.factor(decibels: -60)

  /// How many frames at another rate the first `length` at `sampleRate` come from; with those behind them that the
  /// converter looks at, too.
  private func framesUsed(at rate: Double, withMargin: Bool) -> Int {
    guard rate != sampleRate else { return length }
    let frames = (Double(length) * rate / sampleRate).rounded(.up)
    // Its filter reaches over 143 frames of the lower rate to each side.
    let reach = withMargin ? 200 * max(1, rate / sampleRate) + 16 : 0
    return Int(exactly: (frames + reach).rounded(.up)) ?? .max
  }
}
