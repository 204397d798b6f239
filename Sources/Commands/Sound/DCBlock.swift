import Language

/// `dc-block [SOUND]`.
struct DCBlock: Command {
  static let corner = Option(
    "corner", .number(units: [.hertz], in: 0...1000), default: 10,
    help: "Where the filter lets half of the power through; 0Hz takes the mean off and no more.")

  static let signature = Signature(
    "dc-block", category: .sound,
    summary: "Takes off a sound's constant offset.",
    discussion: """
      Each channel's mean goes first, then what moves slower than --corner, by a filter that falls 6 dB per octave. \
      The mean goes first because the filter alone would turn an offset into a thump as long as a one-shot.
      """,
    parameters: [SoundParameters.each],
    options: [corner],
    result: "sound, or a list of sounds for a list", effect: .pure,
    examples: [
      .init("generate --steps 10 | dc-block", "A new sound that rests at zero."),
      .init("dc-block $kick --corner 20Hz", "A named sound without its rumble, too."),
    ])

  func run(_ call: Call) throws -> Value {
    let corner = call[Self.corner]
    return try call.effect(blaming: SoundParameters.each) { $0.withoutDC(corner: corner) }
  }
}
