/// What there is to know of a one-shot before it is used: its levels, and the faults that a model or a recording
/// leaves.
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
  /// Seconds until the sound first comes within 30 dB of its peak; `nil` for silence.
  public let onset: Double?
  /// The level above 10 kHz where there is least of it, linear (see `Sound.noiseFloor`); `nil` where the rate holds no
  /// such frequencies, or for silence.
  public let noiseFloor: Double?
  /// Runs of samples that were cut off at full scale (see `Sound.clippedRuns`).
  public let clippedRuns: Int
  /// How alike the channels are, from −1 (opposite) over 0 (unrelated) to 1 (the same); of more than two the least that
  /// the first has with another. `nil` where there is one channel or one is silent.
  public let correlation: Double?

  /// Looks at every sample of the sound, some times over.
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

extension Sound {
  /// The mean of samples, summed in double precision; 0 for none.
  static func mean(_ samples: [Float]) -> Double {
    samples.isEmpty ? 0 : samples.reduce(0) { $0 + Double($1) } / Double(samples.count)
  }

  /// The first frame that reaches `share` of the peak in any channel; `nil` for silence.
  package func onset(within share: Double) -> Int? {
    let level = Double(peak) * share
    guard level > 0 else { return nil }
    return (0..<frameCount).first { frame in channels.contains { Double($0[frame].magnitude) >= level } }
  }

  /// How many times a channel stays at one value at or beyond full scale for three samples or more: a wave has round
  /// tops, and a flat one was cut off. Full scale begins where 16 bits end, at 1 − 2⁻¹⁵.
  package var clippedRuns: Int {
    let fullScale: Float = 1 - 0x1p-15
    var runs = 0
    for plane in channels {
      var length = 0
      var previous: Float = 0
      for sample in plane {
        length = sample.magnitude < fullScale ? 0 : sample == previous ? length + 1 : 1
        if length == 3 { runs += 1 }
        previous = sample
      }
    }
    return runs
  }

  /// The least correlation (Pearson's, so that an offset does not count) that the first channel has with another.
  var correlation: Double? {
    guard let first = channels.first, channelCount > 1 else { return nil }
    let mean = Sound.mean(first)
    var least: Double?
    for other in channels.dropFirst() {
      let otherMean = Sound.mean(other)
      var product = 0.0
      var square = 0.0
      var otherSquare = 0.0
      for (one, another) in zip(first, other) {
        let one = Double(one) - mean
        let another = Double(another) - otherMean
        product += one * another
        square += one * one
        otherSquare += another * another
      }
      guard square > 0, otherSquare > 0 else { return nil }
      let correlation = product / (square.squareRoot() * otherSquare.squareRoot())
      least = min(least ?? correlation, correlation)
    }
    return least
  }

  /// The noise floor above 10 kHz, linear: the RMS over all channels of the high-passed sound in windows of 5 ms, and
  /// of those the one below which a tenth of them lie. An attack or a cymbal fills some windows with high frequencies,
  /// noise all of them. Windows without any sound don't count. `nil` where the rate is below 22 kHz, or for silence.
  var noiseFloor: Double? {
    guard 22_000..<1e9 ~= sampleRate else { return nil }
    let window = max(1, Int((0.005 * sampleRate).rounded()))
    // A sound shorter than a window is one; what is left behind the last whole window is not measured.
    let starts = frameCount < window ? [0] : Array(stride(from: 0, through: frameCount - window, by: window))
    var powers = [Double](repeating: 0, count: starts.count)
    var isSounding = [Bool](repeating: false, count: starts.count)
    for plane in channels {
      // Of order 8, −48 dB an octave below: a loud bass leaves no trace of itself.
      var filter = Butterworth(.highPass, order: 8, frequency: 10_000, sampleRate: sampleRate)
      let high = plane.map { filter.next(Double($0)) }
      for (index, start) in starts.enumerated() {
        let range = start..<min(start + window, frameCount)
        powers[index] += range.reduce(0) { $0 + high[$1] * high[$1] }
        isSounding[index] = isSounding[index] || range.contains { plane[$0] != 0 }
      }
    }
    let sounding = zip(powers, isSounding).filter(\.1).map(\.0).sorted()
    guard !sounding.isEmpty else { return nil }
    return (sounding[sounding.count / 10] / Double(min(window, frameCount) * channelCount)).squareRoot()
  }
}
