import Language

/// `resample RATE [SOUND]`.
struct Resample: Command {
  static let rate = Parameter("rate", .number(units: [.none, .hertz], in: 1...10_000_000), help: "The new rate.")

  static let signature = Signature(
    "resample", category: .sound,
    summary: "Brings a sound to another sample rate; it sounds the same.",
    discussion: "By libsamplerate's best converter. What lies above half of the new rate is lost.",
    parameters: [rate, SoundParameters.each],
    result: "sound, or a list of sounds for a list", effect: .pure,
    examples: [
      .init("generate --steps 10 | resample 48kHz", "A new sound for a film."),
      .init("resample 22050Hz $kick", "A named sound at half its rate."),
    ])

  func run(_ call: Call) throws -> Value {
    let rate = call[Self.rate]
    return try call.effect(blaming: Self.rate) { sound in
      try call.requireMemory(frames: Double(sound.frameCount) * max(1, rate / sound.sampleRate), of: sound)
      return try sound.resampled(to: rate) { call.host.isInterrupted }
    }
  }
}
