import Audio
import Language

/// `mono [SOUND]`.
struct Mono: Command {
  static let signature = Signature(
    name: "mono", category: "Sound",
    summary: "Makes one channel of all: their mean, or one of them.",
    discussion: """
      Channels that are each other's opposite cancel in the mean; inspect tells. --channel keeps one of them instead.
      """,
    parameters: [.sounds],
    options: [
      Option(
        "channel", .either([.choice(["left", "right"]), .integer(in: 0...1023)]),
        help: "The channel to keep, by its name or its number from 0.")
    ],
    result: "sound, or a list of sounds for a list",
    examples: [
      .init("generate --steps 10 | mono", "A new sound's channels in one."),
      .init("mono $kick --channel left", "The left channel alone."),
    ])

  func run(_ call: Call) throws -> Value {
    let channel = call.text("channel").map { $0 == "left" ? 0 : 1 } ?? call.integer("channel")
    return try call.effect(blaming: channel == nil ? "sound" : "channel") { sound in
      guard let channel else { return sound.withChannels(1) }
      return try sound.channel(channel)
    }
  }
}
