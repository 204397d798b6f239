/// What there is to know of a one-shot before it is used: its levels, and the faults that a model or a recording leaves.
public struct Inspection: Sendable, Equatable {
  /// Seconds.
  public let duration: Double
  /// The largest magnitude, linear.
  public let peak: Double
  /// The root of the mean square, linear.
  public let rms: Double
  /// LUFS, as `Sound.loudness()` has it.
  public let loudness: Double
  /// The mean of each channel, linear.
  public let offsets: [Double]
  /// How loud each channel is: its largest magnitude, linear.
  public let channelPeaks: [Double]
  /// The step from silence to the first frame: the largest magnitude in it, linear.
  public let startStep: Double
  /// The step from the last frame to silence, linear.
  public let endStep: Double
  /// Seconds until the sound first comes within 30 dB of its peak; nothing for silence.
  public let onset: Double?
  /// The level above 10 kHz where there is least of it, linear (see `Sound.noiseFloor`); nothing where the rate holds no
  /// such frequencies, or for silence.
  public let noiseFloor: Double?
  /// Runs of samples that were cut off at full scale (see `Sound.clippedRuns`).
  public let clippedRuns: Int
  /// How alike the channels are, from −1 (opposite) over 0 (unrelated) to 1 (the same); of more than two the least that
  /// the first has with another. Nothing where there is one channel or one is silent.
  public let correlation: Double?

  public init(of sound: Sound) {
    duration = sound.duration
    peak = Double(sound.peak)
    rms = Double(sound.rms)
    loudness = sound.loudness()
    offsets = sound.channels.map(Sound.mean)
    channelPeaks = sound.channels.map { plane in Double(plane.reduce(0) { max($0, $1.magnitude) }) }
    startStep = sound.channels.reduce(0) { max($0, Double($1.first?.magnitude ?? 0)) }
    endStep = sound.channels.reduce(0) { max($0, Double($1.last?.magnitude ?? 0)) }
    onset = sound.onset(within: Sound.factor(decibels: -30)).map { Double($0) / sound.sampleRate }
    noiseFloor = sound.noiseFloor
    clippedRuns = sound.clippedRuns
    correlation = sound.correlation
  }
}
