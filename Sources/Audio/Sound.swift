/// Audio in memory: planar 32-bit float samples [channels][frames], full scale at ±1.
public struct Sound: Sendable, Equatable {
  /// Frames per second.
  public let sampleRate: Double
  /// One array for each channel, all of one length; never empty.
  public let channels: [[Float]]

  /// The most samples (frames × channels) that a sound read or resampled may have: 1 GiB of them.
  public static let maximumSampleCount = 1 << 28

  /// Throws when there is no channel, when the channels differ in length, or when the rate is not above zero and
  /// finite.
  public init(sampleRate: Double, channels: [[Float]]) throws(AudioError) {
    guard sampleRate.isFinite, sampleRate > 0 else { throw .rateNotPossible(sampleRate) }
    guard let first = channels.first else { throw .noChannels }
    guard channels.allSatisfy({ $0.count == first.count }) else {
      throw .channelsDiffer(lengths: channels.map(\.count))
    }
    self.init(rate: sampleRate, planes: channels)
  }

  /// For planes that are known to fit.
  init(rate: Double, planes: [[Float]]) {
    sampleRate = rate
    channels = planes
  }

  /// Frames, that is samples per channel.
  public var frameCount: Int { channels.first?.count ?? 0 }

  /// How many channels it has, one at least.
  public var channelCount: Int { channels.count }

  /// Seconds.
  public var duration: Double { Double(frameCount) / sampleRate }

  /// The largest magnitude of any sample, linear; 0 for an empty sound.
  public var peak: Float {
    channels.reduce(0) { peak, plane in plane.reduce(peak) { max($0, $1.magnitude) } }
  }

  /// The root of the mean square over all channels, linear; 0 for an empty sound.
  public var rms: Float {
    guard frameCount > 0 else { return 0 }
    var sum = 0.0
    for plane in channels { for sample in plane { sum += Double(sample) * Double(sample) } }
    return Float((sum / (Double(frameCount) * Double(channelCount))).squareRoot())
  }

  /// Throws when a sample is NaN or infinite.
  public func requireFinite() throws(AudioError) {
    for (channel, plane) in channels.enumerated() {
      guard let frame = plane.firstIndex(where: { !$0.isFinite }) else { continue }
      throw .notFinite(path: nil, channel: channel, frame: frame)
    }
  }

  /// The same sound on `count` channels: one channel is copied to all, surplus channels are cut off, several become
  /// one as their mean, and two on more than two are repeated in turn. Counts are held to 1…1024, what a sound file
  /// can have.
  public func withChannels(_ count: Int) -> Sound {
    let count = min(max(1, count), 1024)
    if count == channelCount { return self }
    if count == 1 { return Sound(rate: sampleRate, planes: [mean]) }
    let planes = (0..<count).map { channels[$0 % channelCount] }
    return Sound(rate: sampleRate, planes: planes)
  }

  /// The first `frames` frames, all of them when there are fewer.
  public func prefix(_ frames: Int) -> Sound {
    Sound(rate: sampleRate, planes: channels.map { Array($0.prefix(max(0, frames))) })
  }

  /// The sound with silence at its end up to `frames` frames; unchanged when it is as long already. Throws when the
  /// result would exceed `maximumSampleCount`.
  public func padded(to frames: Int) throws(AudioError) -> Sound {
    guard frames > frameCount else { return self }
    try Sound.requireRoom(frames: frames, channels: channelCount, rate: sampleRate)
    let silence = [Float](repeating: 0, count: frames - frameCount)
    return Sound(rate: sampleRate, planes: channels.map { $0 + silence })
  }

  /// The sounds one after the other; throws when there are none, when their rates or channel counts differ, or when
  /// they exceed `maximumSampleCount` together.
  public static func concatenate(_ sounds: [Sound]) throws(AudioError) -> Sound {
    let first = try requireAlike(sounds)
    let frames = sounds.reduce(0) { $0 &+ $1.frameCount }
    try requireRoom(frames: frames, channels: first.channelCount, rate: first.sampleRate)
    let planes = first.channels.indices.map { channel in Array(sounds.map { $0.channels[channel] }.joined()) }
    return Sound(rate: first.sampleRate, planes: planes)
  }

  /// The first of several sounds; throws when there is none, or when their rates or channel counts differ.
  static func requireAlike(_ sounds: [Sound]) throws(AudioError) -> Sound {
    guard let first = sounds.first else { throw .nothingToJoin }
    for (index, sound) in sounds.enumerated() {
      guard sound.sampleRate == first.sampleRate else {
        throw .ratesDiffer(first: first.sampleRate, other: sound.sampleRate, index: index)
      }
      guard sound.channelCount == first.channelCount else {
        throw .channelCountsDiffer(first: first.channelCount, other: sound.channelCount, index: index)
      }
    }
    return first
  }

  /// This sound with `next` after it; throws as `concatenate` does.
  public func concatenated(with next: Sound) throws(AudioError) -> Sound {
    try Sound.concatenate([self, next])
  }

  static func requireRoom(frames: Int, channels: Int, rate: Double) throws(AudioError) {
    let (samples, overflow) = frames.multipliedReportingOverflow(by: channels)
    if overflow || samples > maximumSampleCount { throw .tooLong(seconds: Double(frames) / rate, rate: rate) }
  }

  /// The mean over channels [frames].
  private var mean: [Float] {
    let scale = 1 / Float(channelCount)
    return (0..<frameCount).map { frame in channels.reduce(0) { $0 + $1[frame] } * scale }
  }
}
