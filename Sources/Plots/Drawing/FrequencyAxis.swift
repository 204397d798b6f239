import Analysis
import Glibc
import Text

/// A part of the axis of frequencies, from the lowest at 0 to the highest at 1.
package struct FrequencyAxis: Sendable {
  /// Hz beyond all sounds, for a range without an end of its own.
  package static let beyond = 1e9

  /// How frequencies lie on it.
  package enum Scale: Sendable {
    /// Evenly by HTK's mel.
    case mel
    /// Evenly by octaves.
    case octaves
  }

  let scale: Scale
  /// Hz.
  package let range: ClosedRange<Double>

  /// - Parameter range: in Hz; from above 0 where the scale is of octaves.
  package init(_ scale: Scale, _ range: ClosedRange<Double>) { (self.scale, self.range) = (scale, range) }

  /// Where a frequency lies.
  package func position(of hertz: Double) -> Double {
    let (low, high) = (unscaled(range.lowerBound), unscaled(range.upperBound))
    return high > low ? (unscaled(hertz) - low) / (high - low) : 0
  }

  private func unscaled(_ hertz: Double) -> Double {
    switch scale {
    case .mel: MelScale.mel(hertz)
    case .octaves: log2(max(hertz, 1e-3))
    }
  }

  /// 20, 50, 100 Hz and so on where they lie on the axis, no two closer than `gap` (0…1 of the axis).
  package func ticks(gap: Double) -> [Tick] {
    // Where it is narrow, 10k, 1k and 100 tell more than those between.
    let order = [10_000.0, 1000, 100, 5000, 20_000, 2000, 500, 200, 50, 20, 10, 5, 2, 1, 50_000, 100_000, 200_000]
    let steps = Ticks.linear(range, atMost: max(2, min(8, Int(0.8 / max(gap, 0.01))))).map { tick in
      range.lowerBound + tick.position * (range.upperBound - range.lowerBound)
    }
    // Between two decades a narrow range has round values of its own.
    let isNarrow = order.count { range.contains($0) } < 3
    var ticks: [Tick] = []
    for hertz in isNarrow ? steps : order where range.contains(hertz) && hertz > 0 {
      let position = position(of: hertz)
      guard position >= gap / 2 || hertz == range.lowerBound,
        ticks.allSatisfy({ abs($0.position - position) >= gap })
      else { continue }
      ticks.append(Tick(position: position, label: Self.label(hertz)))
    }
    return ticks.sorted { $0.position < $1.position }
  }

  private static func label(_ hertz: Double) -> String {
    hertz < 1000 ? shortest((hertz * 10).rounded() / 10) : shortest((hertz / 10).rounded() / 100) + "k"
  }
}
