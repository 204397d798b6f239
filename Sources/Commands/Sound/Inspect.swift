import Audio
import Foundation
import Language
import Text

/// `inspect [SOUND]`.
struct Inspect: Command {
  static let signature = Signature(
    "inspect", category: .sound,
    summary: "Measures a sound, says what is wrong with it, and what helps.",
    discussion: """
      Levels count from full scale. The offset is each channel's mean. The onset is when the sound first comes within \
      30 dB of its peak. The steps are the first and the last sample, which click when they are far from zero. The \
      level above 10 kHz is that of the quietest tenth of the sound, where hiss is alone. Clipping is three samples or \
      more at one value at full scale. The correlation of the channels is 1 when they are the same and -1 when they \
      are opposite.

      Faults are told from the peak: an offset above -40 dB of it (more under half a second, where a bass has one by \
      itself), a first sample above -20 dB, a last one above -40 dB, hiss above -50 dB, and an onset after more than 5 \
      ms; besides, a correlation below -0.5 and a peak below -20 dB.
      """,
    parameters: [SoundParameters.each],
    result: "sound, or a list of sounds for a list", effect: .pure,
    examples: [
      .init("generate --steps 10 | inspect", "What a new sound is like."),
      .init("inspect $kick | normalize", "A look at a named sound on its way."),
    ])

  func run(_ call: Call) throws -> Value {
    try call.eachSound { sound, title in
      let inspection = Inspection(of: sound)
      if let title { call.host.print(title) }
      for (name, measure) in sound.peak > 0 ? inspection.table : [] {
        call.host.print(name.padded(to: 14) + measure)
      }
      let faults = inspection.faults
      for fault in faults { call.host.print("\(fault): \(inspection.remedy(for: fault))") }
      if faults.isEmpty { call.host.print("clean: ready to use") }
      return sound
    }
  }
}

extension Inspection {
  /// The measures in words, by name.
  fileprivate var table: [(String, String)] {
    [
      ("length", "\(decimals(duration, 3)) s"),
      ("peak", level(peak)),
      ("rms", level(rms)),
      ("loudness", loudness.isFinite ? "\(decimals(loudness, 1)) LUFS" : "below -70 LUFS"),
      ("offset", offsets.map { level($0.magnitude) }.joined(separator: ", ")),
      ("onset", onset.map { "\(decimals($0 * 1000, 1)) ms" } ?? "none"),
      ("first sample", level(startStep)),
      ("last sample", level(endStep)),
      ("above 10 kHz", noiseFloor.map(level) ?? "none"),
      ("clipping", clippedRuns == 0 ? "none" : counted(clippedRuns, "place")),
      ("correlation", correlation.map { decimals($0, 2).replacing("-0.00", with: "0.00") } ?? "none"),
    ]
  }

  /// A linear level in dB; what is below the last bit of 24 counts as none.
  private func level(_ linear: Double) -> String {
    let decibels = decibels(Float(linear))
    return decibels < -150 ? "none" : "\(decimals(decibels, 1)) dB"
  }

  /// What to do about a fault: a command, where one helps.
  fileprivate func remedy(for fault: Fault) -> String {
    switch fault {
    case .silent: "there is nothing to use"
    case .clipped: "nothing brings the tops back; make or record it again, softer"
    case .deadChannel(let channel, _): "mono --channel \(channel == 0 ? 1 : 0) | stereo"
    case .cancelsInMono: "mono --channel left"
    case .offset: "dc-block"
    // Just above the level that the onset is found at, so that the cut comes no earlier.
    case .late: "trim --start --below \(decimals((decibels(Float(peak)) - 30).rounded(up: 10), 1))dB"
    case .clickAtStart: "fade --in \(fadeLength(1))"
    case .clickAtEnd: "fade --out \(fadeLength(5))"
    case .hiss: duration > 0.1 ? "clean-tail" : "if the model made it, more steps leave less (--steps 100)"
    case .beyondFullScale, .quiet: "normalize --peak -1dB"
    }
  }

  /// A fade of so many milliseconds, or of a quarter of a sound that is hardly longer.
  private func fadeLength(_ milliseconds: Double) -> String {
    decimals(min(milliseconds, duration * 250), 3, trim: true) + "ms"
  }
}

extension Double {
  /// The next multiple of 1/parts that is not below.
  fileprivate func rounded(up parts: Double) -> Double { (self * parts).rounded(.up) / parts }
}
