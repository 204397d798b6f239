import Audio
import Language

/// `normalize [SOUND]`.
struct Normalize: Command {
  static let peak = Option(
    "peak", .level, help: "The level of the largest sample; full scale is 0dB, 1 or 100%.")
  /// What the peak comes to where neither is asked for.
  private static let usualPeak = Quantity(-1, .decibels)
  static let loudness = Option(
    "loudness", .number(units: [.decibels], in: -70...20), help: "The loudness in LUFS, written in dB: -14dB.")

  static let signature = Signature(
    "normalize", category: .sound,
    summary: "Brings a sound to a peak or to a loudness.",
    discussion: """
      --peak sets the largest sample: \(usualPeak) leaves room for what players and lossy formats add. --loudness sets \
      how loud it is to the ear: the integrated loudness of BS.1770 in LUFS, written in dB. Sounds under 0.4 s, which \
      the standard doesn't know, are measured with silence behind them. At one loudness peaks differ and may exceed \
      full scale. Without an option, the peak comes to \(usualPeak).
      """,
    parameters: [SoundParameters.each],
    options: [peak, loudness],
    result: "sound, or a list of sounds for a list", effect: .pure,
    examples: [
      .init("generate --steps 10 | normalize", "A new sound that peaks 1 dB below full scale."),
      .init("generate --count 3 --steps 10 | normalize --loudness -20dB | concat", "Three sounds, equally loud."),
    ])

  func run(_ call: Call) throws -> Value {
    if let loudness = call[Self.loudness] {
      guard !call.isGiven(Self.peak) else {
        throw CommandFailure(
          "a sound can't be brought to a peak and to a loudness at once", hint: "leave one of the two out",
          argument: Self.loudness)
      }
      return try call.effect(blaming: SoundParameters.each) { try $0.normalised(toLoudness: loudness) }
    }
    let peak = try call.factor(call[Self.peak] ?? Self.usualPeak, of: Self.peak)
    guard peak > 0 else {
      throw CommandFailure(
        "a peak of \(Quantity(peak)) would be silence", hint: "--peak \(Self.usualPeak) is usual", argument: Self.peak)
    }
    return try call.effect(blaming: SoundParameters.each) { try $0.normalised(toPeak: peak) }
  }
}
