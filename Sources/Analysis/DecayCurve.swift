import Audio

/// How a sound's level rises to its peak and falls from there.
///
/// It is the outline of the amplitude (see `AmplitudeOutline`) in dB below its peak, in which gaps of less than 17 ms,
/// half a period of 30 Hz, are filled: a morphological closing (J. Serra, Image Analysis and Mathematical Morphology,
/// 1982), which moves no peak and no slope, so that the curve stays below a level from the time on that `time` tells.
package struct DecayCurve: Sendable {
  /// Seconds of a gap that is filled.
  private static let gap = 0.017
  /// dB that stand for silence.
  package static let silence = -300.0

  /// dB relative to the peak, from the sound's start on; `silence` at least.
  package let levels: [Double]
  /// Seconds from one level to the next, about a millisecond.
  package let step: Double
  /// What rings or hisses before the end, in dB relative to the peak (see `SoundMeasures.Measure.rest`).
  package let rest: Double
  /// Seconds until the peak.
  package let peak: Double
  private let outline: AmplitudeOutline

  /// `nil` for a silent sound. Throws for an empty one and for samples that are not finite.
  package init?(of sound: Sound) throws(AnalysisError) {
    guard sound.frameCount > 0 else { throw .emptySound }
    guard sound.channels.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { throw .notFinite }
    guard let outline = AmplitudeOutline(of: sound) else { return nil }
    let highest = outline.values[outline.peak]
    let width = max(1, Int((Self.gap / outline.step).rounded()))
    levels = Self.closed(outline.values, width: width).map { max(decibels($0 / highest), Self.silence) }
    rest = SoundMeasures.level(SoundMeasures.ends(of: sound).rest / highest)
    (self.outline, step, peak) = (outline, outline.step, Double(outline.peak) * outline.step)
  }

  /// Seconds from the peak until the level stays below `decibels` relative to it, as `AmplitudeOutline.decay` has it;
  /// `nil` where the sound ends before that.
  package func time(to decibels: Double) -> Double? {
    outline.falls(to: decibels) ? outline.decay(to: decibels) : nil
  }

  /// At each place the least of the largest values of all windows of `width` that hold it, beyond the ends too.
  private static func closed(_ values: [Double], width: Int) -> [Double] {
    let largest = (0..<(values.count + width - 1)).map { end in
      values[max(0, end - width + 1)...min(end, values.count - 1)].reduce(0, max)
    }
    return values.indices.map { largest[$0..<($0 + width)].reduce(.infinity, min) }
  }
}
