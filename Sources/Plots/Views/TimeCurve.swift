import Analysis
import Text

/// What was measured of a sound over time, as it is drawn.
struct TimeCurve: Sendable {
  /// A place on the curve, or a level that it is held against.
  struct Mark: Sendable {
    /// Seconds since the sound's start.
    let time: Double
    /// In the axis' unit.
    let value: Double
    let label: String
  }

  /// Seconds since the sound's start, and the axis' unit; gaps lie between the runs.
  var runs: [[(x: Double, y: Double)]] = []
  /// Places on the curve that have a name.
  var marks: [Mark] = []
  /// A level with a name.
  var level: (value: Double, label: String)?
  /// What was measured, each in a few words.
  var figures: [String] = []
  /// Why there is no curve, in a few words; `nil` where there is one.
  var note: String?
}

/// The axis of curves.
enum CurveAxis: Sendable {
  /// dB below the peak of each.
  case decibels
  /// Hz, by octaves.
  case hertz

  /// For a terminal.
  var unit: String {
    switch self {
    case .decibels: "dB"
    case .hertz: "Hz"
    }
  }

  var title: String {
    switch self {
    case .decibels: "below the peak (dB)"
    case .hertz: "fundamental (Hz)"
    }
  }

  /// Where a value lies, from 0 at the range's lower end to 1 at its upper.
  func position(of value: Double, in range: ClosedRange<Double>) -> Double {
    switch self {
    case .decibels: (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    case .hertz: FrequencyAxis(.octaves, range).position(of: value)
    }
  }

  /// The ticks, no two closer than `gap` (0…1 of the axis).
  func ticks(_ range: ClosedRange<Double>, gap: Double) -> [Tick] {
    switch self {
    case .decibels: Ticks.linear(range, atMost: max(2, min(9, Int(0.5 / max(gap, 0.01)))))
    case .hertz: FrequencyAxis(.octaves, range).ticks(gap: gap)
    }
  }

  /// What a plot of the curves runs over. Throws where the section asks for frequencies that are not measured.
  func range(of curves: [TimeCurve], in section: PlotSection) throws(PlotError) -> ClosedRange<Double> {
    switch self {
    case .decibels: return section.levels ?? -80...0
    case .hertz:
      let there = PitchCurve.frequencies
      if let asked = section.frequencies {
        let shown = asked.clamped(to: there)
        guard shown.lowerBound < shown.upperBound else { throw .noFrequencies(asked: asked, there: there) }
        return shown
      }
      let values = curves.flatMap { $0.runs.flatMap { $0.map(\.y) } }
      guard let low = values.min(), let high = values.max() else { return 50...1000 }
      // Round values around all of them, two octaves and more.
      let round = [20.0, 30, 40, 50, 70, 100, 150, 200, 300, 400, 500, 700, 1000, 1500, 2000, 3000, 4000, 5000]
      let lower = round.last { $0 <= low * 0.95 } ?? there.lowerBound
      return lower...(round.first { $0 >= max(high * 1.05, lower * 4) } ?? there.upperBound)
    }
  }
}
