import Analysis
import Audio
import Checkpoints
import Tensors

/// What becomes of what a network has made of noise, as a model's config has it.
public struct SoundFinish: Sendable {
  /// Over how many frames a sound rises from silence.
  public let fadeIn: Int
  /// Over how many frames it falls to silence at its end.
  public let fadeOut: Int
  /// How many dB below the sound soft noise fills what the network left silent (see `Sound.noiseFilled`).
  public let fillNoise: Double?
  /// By how many dB the noise behind it is taken down (see `Sound.withoutTailNoise`).
  public let cleanTail: Double?
  /// The level in dB of full scale to which the whole of a sound whose peak goes beyond it is taken down.
  public let maxPeak: Double?

  /// What a config says; without one sounds stay as they are.
  public init(_ config: ModelConfig?) {
    fadeIn = config?.fadeIn ?? 0
    fadeOut = config?.fadeOut ?? 0
    fillNoise = config?.fillNoise
    cleanTail = config?.cleanTail
    maxPeak = config?.maxPeak
  }

  /// How much of a sound's end is taken for noise alone, in seconds.
  private static let print = 0.1

  /// A sound of a batch [B, C, L], [C][L].
  /// - Parameters:
  ///   - gain: how many times as large as the sound the batch has it.
  ///   - isMade: whether no step is left that takes noise from it; until then what hisses behind it is the run's, and
  ///     so is its peak.
  /// - Throws: where there is no memory to finish it in, rather than make other bits than elsewhere.
  package func channels(
    of tensor: Tensor, _ index: Int = 0, dividedBy gain: Float, sampleRate: Double, isMade: Bool
  ) throws -> [[Float]] {
    let (channelCount, length) = (tensor.shape[1], tensor.shape[2])
    var channels = (0..<channelCount).map { channel in
      let first = (index * channelCount + channel) * length
      return tensor.values[first..<first + length].map { $0 / gain }
    }
    if isMade, fillNoise != nil || cleanTail != nil {
      var sound = try Sound(sampleRate: sampleRate, channels: channels)
      do {
        if let fillNoise { sound = try sound.noiseFilled(below: fillNoise) }
        if let cleanTail {
          sound = try sound.withoutTailNoise(print: Int(Self.print * sampleRate), reduction: cleanTail).sound
        }
      } catch AnalysisError.tooShort, AnalysisError.emptySound, AnalysisError.notFinite {
        // Such a sound stays as it is.
      }
      channels = sound.channels
    }
    for channel in channels.indices {
      for frame in 0..<min(fadeIn, length) { channels[channel][frame] *= Float(frame) / Float(fadeIn) }
      for frame in 0..<min(fadeOut, length) { channels[channel][length - 1 - frame] *= Float(frame) / Float(fadeOut) }
    }
    guard isMade, let limit = maxPeak.map(Sound.factor(decibels:)) else { return channels }
    let sound = try Sound(sampleRate: sampleRate, channels: channels)
    guard sound.peak.isFinite, Double(sound.peak) > limit else { return channels }
    return try sound.normalised(toPeak: limit).channels
  }
}
