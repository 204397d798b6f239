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

  /// Seconds: milliseconds where they are less than a tenth, minutes and seconds from two minutes on
  /// where marks lie that far apart.
  package static func time(_ range: ClosedRange<Double>, atMost count: Int) -> (unit: String, ticks: [Tick]) {
    let duration = range.upperBound - range.lowerBound
    guard duration > 0, duration.isFinite else { return ("s", []) }
    let rough = duration / Double(max(1, count))
    if range.upperBound < 0.1 {
      let step = niceStep(rough * 1000)
      let milliseconds = (range.lowerBound * 1000)...(range.upperBound * 1000)
      return ("ms", marks(milliseconds, step: step) { decimal($0, step: step) })
    }
    // The smallest step of a clock is ten seconds.
    guard range.upperBound >= 120, rough > 5 else {
      let step = niceStep(rough)
      return ("s", marks(range, step: step) { decimal($0, step: step) })
    }
    let minutes: [Double] = [10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600]
    let step = minutes.first { $0 >= rough } ?? 3600 * niceStep(rough / 3600)
    return ("min", marks(range, step: step, label: clock))
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
