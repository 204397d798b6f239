import Language

/// `gain AMOUNT [SOUND]`.
struct Gain: Command {
  static let amount = Parameter("amount", .level, help: "The gain.")
  static let invert = Option(flag: "invert", help: "Turns the polarity over as well.")

  static let signature = Signature(
    "gain", category: .sound,
    summary: "Makes a sound louder or quieter.",
    discussion: """
      6dB doubles the amplitude and -6dB halves it, nearly; a plain number is the factor itself, and 50% is 0.5. \
      Samples may go beyond full scale; export says so when it has to clip them.
      """,
    parameters: [amount, SoundParameters.each], options: [invert],
    result: "sound, or a list of sounds for a list", effect: .pure,
    examples: [
      .init("generate --steps 10 | gain -6dB", "A new sound at half its amplitude."),
      .init("gain 50% $kick", "The same, as a percentage of a named sound."),
    ])

  func run(_ call: Call) throws -> Value {
    let factor = try call.factor(call[Self.amount], of: Self.amount)
    return try call.effect(blaming: Self.amount) { try $0.gained(by: call[Self.invert] ? -factor : factor) }
  }
}
