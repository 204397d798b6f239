import Analysis
import Glibc
import Text

/// A mark on an axis.
package struct Tick: Sendable, Equatable {
  /// Along the axis, 0…1.
  package let position: Double
  package let label: String
}

/// Where an axis has its marks.
package enum Ticks {
  /// Round values (1, 2 or 5 times a power of ten) in `range`, at most `count` and two at least where they fit.
  package static func linear(_ range: ClosedRange<Double>, atMost count: Int) -> [Tick] {
    let span = range.upperBound - range.lowerBound
    guard span > 0, span.isFinite else { return [] }
    let step = niceStep(span / Double(max(1, count)))
    return marks(range, step: step) { decimal($0, step: step) }
  }

  /// Seconds from 0 to `duration`: milliseconds below a tenth, minutes and seconds from two minutes on.
  package static func time(_ duration: Double, atMost count: Int) -> (unit: String, ticks: [Tick]) {
    guard duration > 0, duration.isFinite else { return ("s", []) }
    let rough = duration / Double(max(1, count))
    if duration < 0.1 {
      let step = niceStep(rough * 1000)
      return ("ms", marks(0...(duration * 1000), step: step) { decimal($0, step: step) })
    }
    guard duration >= 120 else {
      let step = niceStep(rough)
      return ("s", marks(0...duration, step: step) { decimal($0, step: step) })
    }
    let minutes: [Double] = [10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600]
    let step = minutes.first { $0 >= rough } ?? 3600 * niceStep(rough / 3600)
    return ("min", marks(0...duration, step: step, label: clock))
  }

  /// 100, 200, 500 Hz, 1, 2, 5, 10 and 20 kHz where they lie on the HTK mel axis up to `highest` Hz, no two closer than
  /// `gap` (0…1 of the axis).
  package static func mel(highest: Double, gap: Double) -> [Tick] {
    let top = MelScale.mel(highest)
    guard top > 0 else { return [] }
    var ticks: [Tick] = []
    // Where it is narrow, 10k and 1k tell more than 200 and 100.
    for hertz in [10_000.0, 1000, 5000, 20_000, 2000, 500, 100, 200] where hertz <= highest {
      let position = MelScale.mel(hertz) / top
      guard ticks.allSatisfy({ abs($0.position - position) >= gap }), position >= gap / 2 else { continue }
      ticks.append(
        Tick(position: position, label: hertz < 1000 ? decimal(hertz, step: 1) : decimal(hertz / 1000, step: 1) + "k"))
    }
    return ticks.sorted { $0.position < $1.position }
  }

  private static func marks(_ range: ClosedRange<Double>, step: Double, label: (Double) -> String) -> [Tick] {
    let span = range.upperBound - range.lowerBound
    guard step > 0, span / step < 1000 else { return [] }
    let slack = 1e-9 * step
    var ticks: [Tick] = []
    var index = ((range.lowerBound - slack) / step).rounded(.up)
    while index * step <= range.upperBound + slack, ticks.count < 1000 {
      ticks.append(Tick(position: (index * step - range.lowerBound) / span, label: label(index * step)))
      index += 1
    }
    return ticks
  }

  /// The smallest of 1, 2, 5 × 10^n that is no smaller than `rough`.
  private static func niceStep(_ rough: Double) -> Double {
    let power = pow(10, floor(log10(rough)))
    let factor = [1.0, 2, 5].first { $0 * power >= rough * 0.999_999 } ?? 10
    return factor * power
  }

  /// With the decimals that the step needs, and a true minus sign.
  private static func decimal(_ value: Double, step: Double) -> String {
    fixed(value, decimals: min(9, max(0, Int(-floor(log10(step) + 1e-9)))))
  }

  private static func clock(_ seconds: Double) -> String {
    let whole = Int(exactly: seconds.rounded()) ?? 0
    let rest = whole % 60
    return "\(whole / 60):\(rest < 10 ? "0" : "")\(rest)"
  }
}
