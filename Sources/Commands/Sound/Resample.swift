import Language

/// `resample RATE [SOUND]`.
struct Resample: Command {
  static let signature = Signature(
    name: "resample", category: "Sound",
    summary: "Brings a sound to another sample rate; it sounds the same.",
    discussion: "By libsamplerate's best converter. What lies above half of the new rate is lost.",
    parameters: [
      Parameter("rate", .number(units: [.none, .hertz], in: 1...10_000_000), help: "The new rate."),
      .sounds,
    ],
    result: "sound, or a list of sounds for a list",
    examples: [
      .init("generate --steps 10 | resample 48kHz", "A new sound for a film."),
      .init("resample 22050Hz $kick", "A named sound at half its rate."),
    ])

  func run(_ call: Call) throws -> Value {
    let rate = call.number("rate") ?? 0
    return try call.effect(blaming: "rate") { try $0.resampled(to: rate) }
  }
}
