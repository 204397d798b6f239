import Analysis
import Audio
import Text

extension SoundView {
  /// The fundamental as it goes on (see `PitchCurve`), in Hz by octaves; where there is none, nothing is drawn.
  public static let pitch = SoundView(name: "pitch", title: "Pitch", axis: .hertz) {
    sound, section, isInterrupted throws(PlotError) in
    let measured = try PlotError.analysed { () throws(AnalysisError) in
      try PitchCurve(of: sound, within: section.times, isInterrupted: isInterrupted)
    }
    var curve = TimeCurve()
    curve.runs = measured.runs.map { $0.map { (x: $0.time, y: $0.frequency) } }
    curve.figures = figures(of: sound, measured)
    if measured.runs.isEmpty {
      let isSilent = sound.withChannels(1).peak == 0
      curve.note = !isSilent ? "no clear pitch" : sound.peak == 0 ? "silent" : "the channels cancel"
    }
    return curve
  }

  /// Seconds up to which a sound is taken for one drum.
  private static let oneDrum = 10.0

  /// The pitch that a drum settles at and how far it falls until then, as they are measured elsewhere too, or the
  /// middle of all that was found.
  private static func figures(of sound: Sound, _ curve: PitchCurve) -> [String] {
    if sound.duration <= oneDrum {
      if let sweep = PitchSweep(of: sound) {
        return ["pitch \(decimals(sweep.late, 0)) Hz", "sweep \(fixed(sweep.semitones, decimals: 1)) st"]
      }
      if let pitch = DrumPitch.of(sound) { return ["pitch \(decimals(pitch, 0)) Hz"] }
    }
    let middle = Distribution(of: curve.runs.flatMap { $0.map(\.frequency) })?.median
    return middle.map { ["median \(decimals($0, 0)) Hz"] } ?? []
  }
}
