import Audio
import Glibc

/// The fundamental of a drum soon after it is struck, and later.
///
/// A period is found as `PitchPeriod` does in what the sound has below 1 kHz, with d(τ) = Σ (x_j − x_{j+τ})² over a
/// window. Each of both frequencies is the median of three windows that begin some milliseconds apart, two of which
/// must find a period.
package struct PitchSweep: Equatable {
  /// Hz.
  package let early, late: Double

  /// How far the pitch falls, in semitones: 12·log2(early / late).
  package var semitones: Double { 12 * log2(early / late) }

  /// Frequencies that are told apart, in Hz.
  package static let frequencies = 30.0...1000.0

  /// `nil` where there is no clear pitch, early or late, or where most of the energy lies above 1 kHz.
  package init?(of sound: Sound) {
    guard let low = LowPart(of: sound), let early = low.early, let late = low.late else { return nil }
    (self.early, self.late) = (early, late)
  }
}

/// What a drum has below 1 kHz from its onset on, at a rate that is enough for it.
struct LowPart {
  /// Seconds after the onset at which the windows begin.
  private static let earlyStarts = [0.003, 0.006, 0.009]
  private static let lateStarts = [0.08, 0.1, 0.12]

  private let samples: [Double]
  private let rate: Double
  private let peak: Double

  /// `nil` for silence, and where most of the energy lies above 1 kHz.
  init?(of sound: Sound) {
    let highest = PitchSweep.frequencies.upperBound
    guard let onset = sound.onset(within: Sound.factor(decibels: -30)) else { return nil }
    let mono = (sound.withChannels(1).channels.first ?? []).dropFirst(onset).map { Double($0) }
    // Enough for the slowest period; what is above a quarter of the new rate, the filter has left 50 dB of.
    let factor = max(1, Int(sound.sampleRate / 8000))
    guard sound.sampleRate >= 4 * highest else { return nil }
    var filter = Butterworth(.lowPass, order: 4, frequency: highest, sampleRate: sound.sampleRate)
    let low = mono.map { filter.next($0) }
    let (all, kept) = (Self.energy(mono[...]), Self.energy(low[...]))
    guard all > 0, kept > all / 2 else { return nil }
    let samples = stride(from: 0, to: low.count, by: factor).map { low[$0] }
    (self.samples, rate) = (samples, sound.sampleRate / Double(factor))
    peak = samples.reduce(0) { max($0, abs($1)) }
  }

  /// The frequency soon after the onset, in Hz.
  var early: Double? { frequency(Self.earlyStarts, window: 0.012) }

  /// The frequency a tenth of a second later, in Hz.
  var late: Double? { frequency(Self.lateStarts, window: 0.04) }

  private func frequency(_ starts: [Double], window: Double) -> Double? {
    let found = starts.compactMap { frequency(from: Int($0 * rate), window: Int(window * rate)) }
    return found.count >= 2 ? Distribution.quantile(0.5, of: found.sorted()) : nil
  }

  /// The frequency in a window, in Hz; `nil` where it is not clear, or 40 dB below the peak of all.
  private func frequency(from start: Int, window: Int) -> Double? {
    let frequencies = PitchSweep.frequencies
    let longest = Int(rate / frequencies.lowerBound)
    let shortest = max(2, Int(rate / frequencies.upperBound))
    guard start + window + longest + 1 < samples.count else { return nil }
    let level = samples[start..<(start + window)].reduce(0) { max($0, abs($1)) }
    guard level > peak * 0.01 else { return nil }
    let period = PitchPeriod.find(shortest, longest) { lag in
      var difference = 0.0
      for index in start..<(start + window) {
        let step = samples[index] - samples[index + lag]
        difference += step * step
      }
      return difference
    }
    return period.map { rate / $0 }
  }

  private static func energy(_ samples: ArraySlice<Double>) -> Double { samples.reduce(0) { $0 + $1 * $1 } }
}
