import Audio
import Language

/// `mono [SOUND]`.
struct Mono: Command {
  static let channel = Option(
    "channel",
    .either([
      ArgumentType.choice(of: [0, 1], name: { $0 == 0 ? "left" : "right" }), ArgumentType<Int>.integer(in: 0...1023),
    ]), help: "The channel to keep, by its name or its number from 0.")

  static let signature = Signature(
    "mono", category: .sound,
    summary: "Makes one channel of all: their mean, or one of them.",
    discussion: """
      Channels that are each other's opposite cancel in the mean; inspect tells. --channel keeps one of them instead.
      """,
    parameters: [SoundParameters.each],
    options: [channel],
    result: "sound, or a list of sounds for a list", effect: .pure,
    examples: [
      .init("generate --steps 10 | mono", "A new sound's channels in one."),
      .init("mono $kick --channel left", "The left channel alone."),
    ])

  func run(_ call: Call) throws -> Value {
    let channel = call[Self.channel]
    return try call.effect(blaming: channel == nil ? SoundParameters.each : Self.channel) { sound in
      guard let channel else { return sound.withChannels(1) }
      return try sound.channel(channel)
    }
  }
}
