extension Inspection {
  /// What stands in the way of using a sound as it is. Levels are linear.
  public enum Fault: Sendable, Equatable {
    case silent
    case clipped(runs: Int)
    /// A channel without sound beside one with it.
    case deadChannel(Int, of: Int)
    case cancelsInMono(correlation: Double)
    case offset(Double)
    /// Seconds until it begins.
    case late(Double)
    case clickAtStart(Double)
    case clickAtEnd(Double)
    case hiss(Double)
    case beyondFullScale(peak: Double)
    case quiet(peak: Double)
  }

  /// From when on a measure is a fault. Levels are relative to the peak, so that turning a sound down does not make it
  /// better.
  private enum Limit {
    /// A mean of that much over half a second or more. The half waves of a bass alone give a shorter sound more, in
    /// inverse proportion to its length.
    static func offset(duration: Double) -> Double { Sound.factor(decibels: -40) * max(1, 0.5 / duration) }
    /// What musicians begin to feel as late.
    static let onset = 0.005
    /// The attack that follows hides a smaller step.
    static let startStep = Sound.factor(decibels: -20)
    static let endStep = Sound.factor(decibels: -40)
    static let noise = Sound.factor(decibels: -50)
    static let channel = Sound.factor(decibels: -60)
    static let correlation = -0.5
    /// Of full scale.
    static let quiet = Sound.factor(decibels: -20)
  }

  /// The faults, in the order in which they are best repaired; none for a sound that is ready to use.
  public var faults: [Fault] {
    guard peak > 0 else { return [.silent] }
    var faults: [Fault] = []
    if clippedRuns > 0 { faults.append(.clipped(runs: clippedRuns)) }
    if let dead = channelPeaks.firstIndex(where: { $0 < peak * Limit.channel }) {
      faults.append(.deadChannel(dead, of: channelPeaks.count))
    } else if let correlation, correlation < Limit.correlation {
      faults.append(.cancelsInMono(correlation: correlation))
    }
    let offset = offsets.reduce(0) { max($0, $1.magnitude) }
    if offset > peak * Limit.offset(duration: duration) { faults.append(.offset(offset)) }
    if let onset, onset > Limit.onset { faults.append(.late(onset)) }
    if startStep > peak * Limit.startStep { faults.append(.clickAtStart(startStep)) }
    if endStep > peak * Limit.endStep { faults.append(.clickAtEnd(endStep)) }
    if let noiseFloor, noiseFloor > peak * Limit.noise { faults.append(.hiss(noiseFloor)) }
    if peak > 1 { faults.append(.beyondFullScale(peak: peak)) }
    if peak < Limit.quiet { faults.append(.quiet(peak: peak)) }
    return faults
  }
}

extension Inspection.Fault: CustomStringConvertible {
  /// The fault as the predicate of a sentence about the sound: "starts 12 ms late".
  public var description: String {
    switch self {
    case .silent:
      "is silent"
    case .clipped(let runs):
      "is clipped in \(runs == 1 ? "one place" : "\(runs) places")"
    case .deadChannel(let channel, let count):
      "has no sound in its \(count == 2 ? (channel == 0 ? "left channel" : "right channel") : "channel \(channel)")"
    case .cancelsInMono(let correlation):
      "loses its body in mono, where the channels cancel (correlation \((correlation * 100).rounded() / 100))"
    case .offset(let level):
      "does not rest on the zero line (offset \(levelText(level)))"
    case .late(let seconds):
      "starts \(Int(exactly: (seconds * 1000).rounded()) ?? .max) ms late"
    case .clickAtStart(let level):
      "clicks at its start, where it jumps to \(levelText(level))"
    case .clickAtEnd(let level):
      "clicks at its end, where it breaks off at \(levelText(level))"
    case .hiss(let level):
      "hisses at \(levelText(level)) above 10 kHz, even where it is softest"
    case .beyondFullScale(let peak):
      "is louder than full scale by \(levelText(peak))"
    case .quiet(let peak):
      "is quiet, with a peak of \(levelText(peak))"
    }
  }
}
