import Language

/// `dc-block [SOUND]`.
struct DCBlock: Command {
  static let signature = Signature(
    name: "dc-block", category: "Sound",
    summary: "Takes off a sound's constant offset.",
    discussion: """
      Each channel's mean goes first, then what moves slower than --corner, by a filter that falls 6 dB per octave. The \
      mean goes first because the filter alone would turn an offset into a thump as long as a one-shot.
      """,
    parameters: [.sounds],
    options: [
      Option(
        "corner", .number(units: [.hertz], in: 0...1000), default: .number(10, .hertz),
        help: "Where the filter lets half of the power through; 0Hz takes the mean off and no more.")
    ],
    result: "sound, or a list of sounds for a list",
    examples: [
      .init("generate --steps 10 | dc-block", "A new sound that rests at zero."),
      .init("dc-block $kick --corner 20Hz", "A named sound without its rumble, too."),
    ])

  func run(_ call: Call) throws -> Value {
    let corner = call.number("corner") ?? 10
    return try call.effect(blaming: "sound") { $0.withoutDC(corner: corner) }
  }
}
