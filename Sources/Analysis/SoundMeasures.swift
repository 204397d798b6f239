import Audio
import Glibc

/// What a one-shot is like, in numbers that can be set beside those of others.
public struct SoundMeasures: Sendable, Equatable {
  /// One of the numbers.
  public enum Measure: String, CaseIterable, Sendable {
    /// The mean frequency weighted by energy, in Hz (see `SpectralCentroid`).
    case centroid
    /// Seconds from within 30 dB of the peak to the peak of the outline in milliseconds (see `AmplitudeOutline`).
    case attack
    /// Seconds from the peak until the outline stays 20 dB below it.
    case decay20
    /// Seconds from the peak until the outline stays 40 dB below it.
    case decay40
    /// The fundamental in Hz 80 to 120 ms after the onset (see `PitchSweep`).
    case pitch
    /// How far the fundamental has fallen until then from 3 to 9 ms after the onset, in semitones.
    case sweep
    /// LUFS, see `Sound.loudness()`.
    case loudness
    /// The largest magnitude, in dB.
    case peak
    /// The largest mean of a channel, in dB.
    case offset
    /// The level above 10 kHz where there is least of it, in dB (see `Inspection.noiseFloor`).
    case noise
    /// The level of the last 50 ms, root of the mean square over all channels, in dB.
    case tail
    /// The same of 55 to 5 ms before the end, in dB relative to the peak: what hisses behind a decay.
    case rest
    /// The first sample, and the last one, in dB relative to the peak: what clicks.
    case first
    case last
    /// Narrow lines above 2 kHz after the hit: what rings as metal does (see `Partials`).
    case partials
    /// How alike the channels are (see `Inspection.correlation`).
    case correlation
  }

  private var values: [Measure: Double] = [:]

  /// A number; `nil` where the sound has none.
  public subscript(measure: Measure) -> Double? { values[measure] }

  /// No level counts as lower, in dB: under a drum nobody hears one.
  public static let lowestLevel = -90.0

  /// Throws for an empty sound and for samples that are not finite. A silent one has only levels.
  /// - Parameter loudness: in LUFS, of the sound as it was before it was brought to a common loudness.
  public init(of sound: Sound, loudness: Double? = nil) throws(AnalysisError) {
    guard sound.frameCount > 0 else { throw .emptySound }
    guard sound.channels.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { throw .notFinite }
    let inspection = Inspection(of: sound)
    values[.centroid] = try SpectralCentroid.of(sound)
    if let outline = AmplitudeOutline(of: sound) {
      values[.attack] = outline.attack
      values[.decay20] = outline.decay(to: -20)
      values[.decay40] = outline.decay(to: -40)
    }
    if let sweep = PitchSweep(of: sound) {
      values[.pitch] = sweep.late
      values[.sweep] = sweep.semitones
    }
    let level = loudness ?? inspection.loudness
    values[.loudness] = level.isFinite ? level : nil
    values[.peak] = Self.level(inspection.peak)
    values[.offset] = Self.level(inspection.offsets.reduce(0) { max($0, $1.magnitude) })
    values[.noise] = inspection.noiseFloor.map(Self.level)
    values[.tail] = Self.level(Self.tail(of: sound))
    values[.correlation] = inspection.correlation
    if inspection.peak > 0 {
      let ends = Self.ends(of: sound)
      values[.rest] = Self.level(ends.rest / inspection.peak)
      values[.first] = Self.level(ends.first / inspection.peak)
      values[.last] = Self.level(ends.last / inspection.peak)
    }
    values[.partials] = Partials.count(in: sound).map(Double.init)
  }

  /// The root of the mean square of the last 50 ms, linear.
  private static func tail(of sound: Sound) -> Double {
    let frames = min(sound.frameCount, max(1, Int((0.05 * sound.sampleRate).rounded())))
    let sum = sound.channels.reduce(0.0) { sum, plane in
      plane.suffix(frames).reduce(sum) { $0 + Double($1) * Double($1) }
    }
    return (sum / Double(frames * sound.channelCount)).squareRoot()
  }

  /// The largest magnitudes of the first frame and the last, and the root of the mean square 55 to 5 ms before the end.
  static func ends(of sound: Sound) -> (first: Double, last: Double, rest: Double) {
    func largest(_ frame: Int) -> Double { sound.channels.reduce(0) { max($0, Double($1[frame].magnitude)) } }
    let (count, rate) = (sound.frameCount, sound.sampleRate)
    let range = max(0, count - Int(0.055 * rate))..<max(1, count - Int(0.005 * rate))
    let sum = sound.channels.reduce(0.0) { $0 + $1[range].reduce(0) { $0 + Double($1) * Double($1) } }
    return (largest(0), largest(count - 1), (sum / Double(range.count * sound.channelCount)).squareRoot())
  }

  static func level(_ linear: Double) -> Double { max(decibels(linear), lowestLevel) }
}

extension SoundMeasures.Measure {
  /// The least difference worth speaking of, in the measure's own unit: about what an ear notices.
  public var resolution: Double {
    switch self {
    case .centroid: 50
    case .attack, .decay20, .decay40: 0.002
    case .pitch: 2
    case .sweep: 0.5
    case .loudness, .peak: 1
    case .offset, .noise, .tail, .rest, .first, .last: 3
    case .partials: 2
    case .correlation: 0.02
    }
  }
}

/// How values are distributed, in five numbers.
public struct Distribution: Sendable, Equatable {
  /// How many numbers there were.
  public let count: Int
  /// Their mean.
  public let mean: Double
  /// What 10 %, half and 90 % of the values lie below.
  public let low, median, high: Double

  /// `nil` for no values; values that are no numbers (NaN or infinite) are left out.
  public init?(of values: [Double]) {
    let sorted = values.filter(\.isFinite).sorted()
    guard !sorted.isEmpty else { return nil }
    count = sorted.count
    mean = sorted.reduce(0, +) / Double(sorted.count)
    low = Self.quantile(0.1, of: sorted)
    median = Self.quantile(0.5, of: sorted)
    high = Self.quantile(0.9, of: sorted)
  }

  /// The quantile of values in rising order, at `share`·(n − 1) between its neighbours (R. J. Hyndman and Y. Fan, Am.
  /// Stat. 50, 1996, type 7); 0 for none.
  static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    guard let last = sorted.last else { return 0 }
    let place = min(max(share, 0), 1) * Double(sorted.count - 1)
    let index = Int(place)
    guard index + 1 < sorted.count else { return last }
    return sorted[index] + (place - Double(index)) * (sorted[index + 1] - sorted[index])
  }
}

extension Array {
  /// At most `count` of the items, evenly over their places; the first and the last are among them where there are two.
  public func spread(over count: Int) -> [Element] {
    guard self.count > count else { return self }
    guard count > 1 else { return Array(prefix(Swift.max(0, count))) }
    return (0..<count).map { self[$0 * (self.count - 1) / (count - 1)] }
  }
}
