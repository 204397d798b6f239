import Analysis
import Audio
import Text

extension SoundView {
  /// The level below the peak as it goes on (see `DecayCurve`), with marks where it has fallen by 20, 40 and 60 dB for
  /// good, and the level of what is left before the end.
  public static let decay = SoundView(name: "decay", title: "Decay", axis: .decibels) {
    sound, section, _ throws(PlotError) in
    var curve = TimeCurve()
    guard let decay = try PlotError.analysed({ () throws(AnalysisError) in try DecayCurve(of: sound) }) else {
      curve.note = "silent"
      return curve
    }
    // The value of a stretch stands in its middle; the last one may be shorter.
    let ends = (0...decay.levels.count).map { min(Double($0) * decay.step, sound.duration) }
    curve.runs = [decay.levels.enumerated().map { (x: (ends[$0] + ends[$0 + 1]) / 2, y: $1) }]
    for level in [20.0, 40, 60] {
      guard let time = decay.time(to: -level) else { continue }
      let label = "t\(decimals(level, 0)) \(decimals(time * 1000, 0)) ms"
      curve.marks.append(TimeCurve.Mark(time: decay.peak + time, value: -level, label: label))
    }
    let isLeast = decay.rest <= SoundMeasures.lowestLevel
    let rest = "rest \(isLeast ? "below " : "")\(fixed(decay.rest, decimals: 0)) dB"
    curve.level = (decay.rest, rest)
    curve.figures = curve.marks.isEmpty ? ["no fall by 20 dB"] : curve.marks.map(\.label)
    curve.figures.append(rest)
    return curve
  }
}
