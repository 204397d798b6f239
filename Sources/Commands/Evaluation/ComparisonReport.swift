import Analysis
import Evaluation
import Foundation
import Language
import Text

extension Comparison {
  /// What was found, in lines for a terminal.
  /// - Parameter settings: how the sounds were made; `nil` where they were there already.
  func report(settings: String?) -> [String] {
    let how = settings.map { " (\($0))" } ?? ""
    var lines = [
      "\(counted(made.items.count, "sound")) of \(made.label)\(how) against "
        + "\(counted(real.items.count, "sound")) of \(real.label)"
    ]
    for sounds in [made, real] where !sounds.skipped.isEmpty {
      lines.append("left out of \(sounds.label): \(sounds.skipped.count), such as \(sounds.skipped[0])")
    }
    lines += [""] + measures + ["", distanceLine]
    lines += sources.map(Self.line)
    if let coverage { lines.append(line(coverage)) }
    if let memorising { lines += Self.lines(memorising) }
    if let classes { lines += Self.lines(classes) }
    lines.append(verdictLine)
    return lines
  }

  // MARK: The table

  private var measures: [String] {
    let names = ["10 %", "50 %", "90 %", "mean"].map { $0.padded(to: 7, atStart: true) }.joined()
    let margin = String(repeating: " ", count: 15)
    var lines = [
      (margin + "model".padded(to: 28, atStart: true) + "  " + "folder".padded(to: 28, atStart: true)),
      margin + names + "  " + names,
    ]
    for measure in SoundMeasures.Measure.allCases {
      let (made, real) = distributions(of: measure)
      if made == nil, real == nil { continue }
      let name = measure.rawValue.padded(to: 12)
      let unit = measure.shownUnit.padded(to: 3)
      lines.append(
        name + unit + Self.numbers(made, measure) + "  " + Self.numbers(real, measure)
          + (differs(in: measure) ? " *" : ""))
    }
    if SoundMeasures.Measure.allCases.contains(where: differs) {
      lines.append("* the model's median lies outside of 10 to 90 % of the folder")
    }
    return lines
  }

  private static func numbers(_ distribution: Distribution?, _ measure: SoundMeasures.Measure) -> String {
    guard let distribution else { return "none".padded(to: 28, atStart: true) }
    return [distribution.low, distribution.median, distribution.high, distribution.mean]
      .map { number($0 * measure.scale, measure.decimals).padded(to: 7, atStart: true) }.joined()
  }

  private static func number(_ value: Double, _ count: Int) -> String {
    let text = decimals(value, count)
    // What rounds to zero has no sign.
    return Double(text) == 0 && text.hasPrefix("-") ? String(text.dropFirst()) : text
  }

  // MARK: Below the table

  private var distanceLine: String {
    guard let distance else { return "kernel distance: none, it takes two sounds and more that differ on both sides" }
    let line = "kernel distance: \(Self.number(distance, 2))"
    guard let yardstick, let yardstickSpread else { return line + "; the folder has too few sounds for a yardstick" }
    return line + "; between halves of the folder \(Self.number(yardstick, 2)) ± \(Self.number(yardstickSpread, 2))"
  }

  private static func line(_ source: Source) -> String {
    func shown(_ value: Double?) -> String { value.map { number($0, 2) } ?? "none" }
    return
      "  to \(source.label): \(shown(source.distance)); of the folder's sounds to them \(shown(source.realDistance)), "
      + "between halves of them \(shown(source.yardstick))"
  }

  private func line(_ coverage: Coverage) -> String {
    func shown(_ reach: Coverage.Reach) -> String {
      "\(decimals(reach.coverage * 100, 0)) % of neighbourhoods, density \(decimals(reach.density, 2))"
    }
    guard let real = coverage.real else { return "reached: \(shown(coverage.made)), of the folder's sounds" }
    return "reached: \(shown(coverage.made)), of the trained sounds; by as many of the folder's \(shown(real))"
  }

  private static func lines(_ memorising: Memorising) -> [String] {
    let ratio = memorising.ratio.map { decimals($0, 2) } ?? "none"
    let neighbours = memorising.isTrainingGiven ? "trained sounds" : "sounds of the folder"
    var lines = [
      "memorising: nearest \(neighbours) at \(ratio) times the distance of real ones'; "
        + "copies: \(memorising.copies) of \(memorising.made.count), of real ones "
        + "\(memorising.realCopies) of \(memorising.real.count)"
    ]
    for pair in memorising.closest.prefix(3) {
      lines.append(
        "  \(pair.name) is nearest to \(pair.nearest): \(decimals(pair.distance, 1)) dB, "
          + "correlation \(decimals(pair.correlation, 2))")
    }
    return lines
  }

  private static func lines(_ classes: ClassShares) -> [String] {
    func shares(_ values: [Double]) -> String {
      zip(classes.names, values).map { "\($0) \(decimals($1 * 100, 0)) %" }.joined(separator: ", ")
    }
    return [
      "classes (\(classes.size) sounds of each): " + shares(classes.made), "  real ones: " + shares(classes.real),
    ]
  }
}

extension SoundMeasures.Measure {
  /// The unit that the table shows.
  fileprivate var shownUnit: String {
    switch self {
    case .centroid, .pitch: "Hz"
    case .attack, .decay20, .decay40: "ms"
    case .sweep: "st"
    case .loudness: "LU"
    case .peak, .offset, .noise, .tail, .rest, .first, .last: "dB"
    case .correlation, .partials: ""
    }
  }

  /// By what a value is multiplied for that unit.
  fileprivate var scale: Double { unit == Language.Unit.seconds ? 1000 : 1 }

  fileprivate var decimals: Int {
    switch self {
    case .centroid, .attack, .decay20, .decay40, .pitch, .partials: 0
    case .sweep, .loudness, .peak, .offset, .noise, .tail, .rest, .first, .last: 1
    case .correlation: 2
    }
  }
}
