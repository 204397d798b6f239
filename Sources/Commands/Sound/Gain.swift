import Audio
import Language
import Text

/// `gain AMOUNT [SOUND]`.
struct Gain: Command {
  static let amount = Parameter("amount", .level, help: "The gain.")
  static let invert = Option(flag: "invert", help: "Turns the polarity over as well.")

  static let signature = Signature(
    "gain", category: .sound,
    summary: "Makes a sound louder or quieter.",
    discussion: """
      6dB doubles the amplitude and -6dB halves it, nearly; a plain number up to 4 is the factor itself, and 50% is \
      0.5. Samples may go beyond full scale; export says so when it has to clip them.
      """,
    parameters: [amount, SoundParameters.each], options: [invert],
    result: "sound, or a list of sounds for a list", effect: .pure,
    examples: [
      .init("generate --steps 10 | gain -6dB", "A new sound at half its amplitude."),
      .init("gain 50% $kick", "The same, as a percentage of a named sound."),
    ])

  func run(_ call: Call) throws -> Value {
    let amount = call[Self.amount]
    let factor = try call.factor(amount, of: Self.amount)
    if amount.unit == .none, factor > 4 {
      throw CommandFailure(
        "\(amount) without a unit is a factor, which would be \(decimals(decibels(factor), 1)) dB",
        hint: "\(amount)dB, or \(decimals(100 * factor, 3, trim: true))%", argument: Self.amount)
    }
    return try call.effect(blaming: Self.amount) { try $0.gained(by: call[Self.invert] ? -factor : factor) }
  }
}
