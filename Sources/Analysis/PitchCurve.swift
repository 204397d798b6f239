import Audio

/// The fundamental of a sound as it goes on.
///
/// In each frame a period is found as `PitchPeriod` does, with the difference taken symmetrically about the frame's
/// time t, d(τ) = Σ_u (x(t + u − τ/2) − x(t + u + τ/2))², which is the same for a falling tone as for a steady one:
/// over 12 ms for periods of up to 12 ms, where none of these is clear over 40 ms, and where that is not either, as
/// soon after a hit, over 12 ms for longer ones. It is searched for in what lies below 1 kHz, as `PitchSweep` does,
/// where most of the frame's energy is, otherwise in what lies below 4 kHz; where that finds none, below 1 kHz too if
/// most of the whole sound's energy is there. A frame without a clear period, one 40 dB below the peak, and a run of
/// frames that is too short to be heard as a pitch are left out. The channels are mixed.
package struct PitchCurve: Sendable {
  /// A frame's fundamental.
  package struct Point: Sendable, Equatable {
    /// Seconds since the sound's start.
    package let time: Double
    /// Hz.
    package let frequency: Double
  }

  /// Frequencies that are told apart, in Hz; at most a quarter of the rate.
  package static let frequencies = 30.0...4000.0
  /// Seconds between frames, and the most frames: of a long sound they lie further apart.
  private static let hop = 0.0025, mostFrames = 4000.0
  /// The fewest frames that make a run, and by how much one may differ from the one before, as a factor.
  private static let leastRun = 12, leap = 1.26

  /// Frames that follow one another, in stretches without a gap.
  package let runs: [[Point]]

  /// Throws for an empty sound, for samples that are not finite, and `AnalysisError.interrupted` soon after
  /// `isInterrupted` has become true.
  /// - Parameter times: the seconds to look at; the whole sound where it is nil.
  package init(
    of sound: Sound, within times: ClosedRange<Double>? = nil, isInterrupted: () -> Bool = { false }
  ) throws(AnalysisError) {
    guard sound.frameCount > 0 else { throw .emptySound }
    let mono = sound.withChannels(1).channels.first ?? []
    guard mono.allSatisfy(\.isFinite) else { throw .notFinite }
    let times = (times ?? 0...sound.duration).clamped(to: 0...sound.duration)
    let hop = max(Self.hop, (times.upperBound - times.lowerBound) / Self.mostFrames)
    let highest = min(Self.frequencies.upperBound, sound.sampleRate / 4)
    guard highest > Self.frequencies.lowerBound,
      let all = Band(mono, rate: sound.sampleRate, below: highest, hop: Self.hop)
    else {
      runs = []
      return
    }
    let lowest = PitchSweep.frequencies.upperBound
    let low =
      sound.sampleRate >= 4 * lowest ? Band(mono, rate: sound.sampleRate, below: lowest, hop: Self.hop) : nil
    let isLow = low.map { $0.energy > all.total / 2 } ?? false
    var runs: [[Point]] = [[]]
    for index in 0...Int((times.upperBound - times.lowerBound) / hop) {
      if index % 16 == 0, isInterrupted() { throw .interrupted }
      let time = times.lowerBound + Double(index) * hop
      let isLowHere = low.map { $0.energy(around: time) > all.total(around: time) / 2 } ?? false
      let found =
        isLowHere
        ? low?.frequency(at: time) : all.frequency(at: time) ?? (isLow ? low?.frequency(at: time) : nil)
      let ratio = found.flatMap { frequency in runs[runs.count - 1].last.map { frequency / $0.frequency } }
      if found == nil || ratio.map({ max($0, 1 / $0) > Self.leap }) == true { runs.append([]) }
      if let found { runs[runs.count - 1].append(Point(time: time, frequency: found)) }
    }
    // Further apart, neighbours tell less of each other.
    let least = max(2, Int((Double(Self.leastRun) * Self.hop / hop).rounded()))
    self.runs = runs.filter { $0.count >= least }
  }
}

/// What a sound has below a frequency, at a rate that is enough for it, and where its energy is.
private struct Band {
  /// Seconds of the windows, and of the longest period that is looked for in each, one after the other.
  private static let searches = [
    (window: 0.012, slowest: 0.012), (0.04, 1 / PitchCurve.frequencies.lowerBound),
    (0.012, 1 / PitchCurve.frequencies.lowerBound),
  ]
  /// Seconds around a frame that its energy is taken over.
  private static let surroundings = 0.03

  private let samples: [Float]
  private let rate: Double
  private let highest: Double
  private let peak: Float
  /// The energy of the band, and of the whole sound, in blocks of `hop` seconds.
  private let blocks, totals: [Double]
  private let hop: Double
  /// The energy of the band, and that of the whole sound.
  let energy, total: Double

  /// `nil` for silence.
  init?(_ mono: [Float], rate: Double, below highest: Double, hop: Double) {
    let scale = 1 / Double(mono.reduce(0) { max($0, $1.magnitude) })
    guard scale.isFinite else { return nil }
    var filter = Butterworth(.lowPass, order: 4, frequency: highest, sampleRate: rate)
    // Eight samples to the shortest period: what is above a quarter of the new rate, the filter has left little of.
    let factor = max(1, Int(rate / (8 * highest)))
    let length = max(1, Int(hop * rate))
    var samples: [Float] = []
    var (blocks, totals) = ([Double](), [Double]())
    for (index, sample) in mono.enumerated() {
      let value = Double(sample) * scale
      let low = filter.next(value)
      if index % factor == 0 { samples.append(Float(low)) }
      if index % length == 0 {
        blocks.append(0)
        totals.append(0)
      }
      blocks[blocks.count - 1] += low * low
      totals[totals.count - 1] += value * value
    }
    (self.samples, self.blocks, self.totals, self.highest) = (samples, blocks, totals, highest)
    (self.rate, self.hop) = (rate / Double(factor), Double(length) / rate)
    peak = samples.reduce(0) { max($0, $1.magnitude) }
    (energy, total) = (blocks.reduce(0, +), totals.reduce(0, +))
  }

  /// The band's energy around a time.
  func energy(around time: Double) -> Double { sum(blocks, around: time) }

  /// The whole sound's energy around a time.
  func total(around time: Double) -> Double { sum(totals, around: time) }

  private func sum(_ blocks: [Double], around time: Double) -> Double {
    let first = max(0, Int((time - Self.surroundings / 2) / hop))
    let end = min(blocks.count, Int((time + Self.surroundings / 2) / hop) + 1)
    return first < end ? blocks[first..<end].reduce(0, +) : 0
  }

  /// The frequency about a time, in Hz; `nil` where it is not clear, or 40 dB below the peak of all.
  func frequency(at time: Double) -> Double? {
    let centre = Int((time * rate).rounded())
    let room = min(centre, samples.count - centre)
    let shortest = max(2, Int(rate / highest))
    for (seconds, slowest) in Self.searches {
      let window = Int(seconds * rate)
      let longest = min(Int(slowest * rate), 2 * room - window - 2)
      guard window > 0, longest > shortest else { continue }
      let level = samples[(centre - window / 2)..<(centre + window / 2)].reduce(0) { max($0, $1.magnitude) }
      guard level > peak * 0.01 else { continue }
      if let period = PitchPeriod.find(shortest, longest, difference: { difference(centre, window, $0) }) {
        return rate / period
      }
    }
    return nil
  }

  private func difference(_ centre: Int, _ window: Int, _ lag: Int) -> Double {
    let start = centre - (window + lag) / 2
    return samples.withUnsafeBytes { bytes in
      func eight(_ index: Int) -> SIMD8<Float> {
        bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<Float>.stride, as: SIMD8<Float>.self)
      }
      var sum = SIMD8<Float>()
      // What is left behind the last eight is less than a millisecond.
      for index in stride(from: start, to: start + window - 7, by: 8) {
        let step = eight(index) - eight(index + lag)
        sum += step * step
      }
      return Double(sum.sum())
    }
  }
}
