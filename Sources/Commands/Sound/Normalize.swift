import Audio
import Language

/// `normalize [SOUND]`.
struct Normalize: Command {
  static let signature = Signature(
    name: "normalize", category: "Sound",
    summary: "Brings a sound to a peak or to a loudness.",
    discussion: """
      --peak sets the largest sample: -1dB leaves room for what players and lossy formats add. --loudness sets how loud it \
      is to the ear: the integrated loudness of BS.1770 in LUFS, written in dB. Sounds under 0.4 s, which the standard \
      doesn't know, are measured with silence behind them. At one loudness peaks differ and may exceed full scale. Without an option, the peak comes to -1dB.
      """,
    parameters: [.sounds],
    options: [
      Option("peak", .level, help: "The level of the largest sample; full scale is 0dB, 1 or 100%."),
      Option(
        "loudness", .number(units: [.decibels], in: -70...20), help: "The loudness in LUFS, written in dB: -14dB."),
    ],
    result: "sound, or a list of sounds for a list",
    examples: [
      .init("generate --steps 10 | normalize", "A new sound that peaks 1 dB below full scale."),
      .init("generate --count 3 --steps 10 | normalize --loudness -20dB | concat", "Three sounds, equally loud."),
    ])

  func run(_ call: Call) throws -> Value {
    if let loudness = call.number("loudness") {
      guard call.quantity("peak") == nil else {
        throw CommandFailure(
          "a sound can't be brought to a peak and to a loudness at once", hint: "leave one of the two out",
          argument: "loudness")
      }
      return try call.effect(blaming: "sound") { try $0.normalised(toLoudness: loudness) }
    }
    let peak = try call.factor("peak") ?? Sound.factor(decibels: -1)
    guard peak > 0 else {
      throw CommandFailure(
        "a peak of \(Quantity(peak)) would be silence", hint: "--peak -1dB is usual", argument: "peak")
    }
    return try call.effect(blaming: "sound") { try $0.normalised(toPeak: peak) }
  }
}
