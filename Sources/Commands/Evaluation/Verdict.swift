import Analysis
import Evaluation
import Text

extension Comparison {
  /// What sets the sounds apart from the real ones, as a listener would say it, the most important first; none where
  /// nothing does.
  var verdict: [String] {
    var findings: [String] = []
    if let distance, let yardstick, let yardstickSpread {
      let alike = max(yardstick, 0) + 2 * yardstickSpread
      if distance > alike, alike > 0 {
        findings.append("\(decimals(distance / alike, 1)) times as far as alike sets lie")
      }
    }
    if let memorising, memorising.copies > 0 {
      let of = memorising.isTrainingGiven ? "what was trained on" : "the folder's sounds"
      findings.append("copies of \(of): \(memorising.copies)")
    }
    if let coverage, let real = coverage.real, coverage.made.coverage < 0.75 * real.coverage {
      findings.append(
        "reaches \(decimals(100 * coverage.made.coverage / real.coverage, 0)) % of what real sounds reach")
    }
    findings += SoundMeasures.Measure.allCases.compactMap(finding)
    return findings
  }

  /// The verdict in a line.
  var verdictLine: String {
    let verdict = verdict
    if !verdict.isEmpty { return "verdict: " + verdict.joined(separator: "; ") }
    return real.items.count < 5
      ? "verdict: none, the folder has too few sounds" : "verdict: as the folder's, by all that is measured"
  }

  /// What a measure's medians say; `nil` where they don't differ, and for what only the level decides.
  private func finding(_ measure: SoundMeasures.Measure) -> String? {
    guard case (let made?, let real?) = distributions(of: measure), differs(in: measure) else { return nil }
    let isMore = made.median > real.median
    func both(_ scale: Double, _ count: Int, _ unit: String) -> String {
      "\(decimals(made.median * scale, count))\(unit) for \(decimals(real.median * scale, count))\(unit)"
    }
    switch measure {
    case .centroid: return "\(isMore ? "brighter" : "darker") than real ones (\(both(1, 0, " Hz")))"
    case .attack: return "\(isMore ? "slower" : "faster") attacks (\(both(1000, 0, " ms")))"
    case .decay20, .decay40:
      let level = measure == .decay20 ? 20 : 40
      return "\(isMore ? "longer" : "shorter") to -\(level) dB (\(both(1000, 0, " ms")))"
    case .pitch: return "\(isMore ? "higher" : "lower") pitch (\(both(1, 0, " Hz")))"
    case .sweep: return "pitch falls \(isMore ? "further" : "less") (\(both(1, 1, " semitones")))"
    case .partials:
      return made.median == 0
        ? "no partials (real ones have \(decimals(real.median, 0)))"
        : "\(isMore ? "more" : "fewer") partials (\(both(1, 0, "")))"
    case .rest: return isMore ? "tails hiss (\(both(1, 0, " dB")) below the peak)" : nil
    case .first: return isMore ? "starts with a click (\(both(1, 0, " dB")) below the peak)" : nil
    case .last: return isMore ? "ends with a click (\(both(1, 0, " dB")) below the peak)" : nil
    case .correlation: return "\(isMore ? "narrower" : "wider") stereo (\(both(1, 2, "")))"
    case .offset: return isMore && made.median > -60 ? "off centre (\(both(1, 0, " dB")))" : nil
    // The loudness is the preparation's; noise and tail are rest at other places.
    case .loudness, .peak, .noise, .tail: return nil
    }
  }
}
