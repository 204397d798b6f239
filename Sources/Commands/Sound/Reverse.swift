import Language

/// `reverse [SOUND]`.
struct Reverse: Command {
  static let signature = Signature(
    "reverse", category: .sound,
    summary: "Turns a sound around, so that it plays from its end.",
    parameters: [SoundParameters.each],
    result: "sound, or a list of sounds for a list", effect: .pure,
    examples: [
      .init("generate --steps 10 | reverse", "A new sound that swells."),
      .init("concat (reverse $kick) $kick", "A named sound with its own reverse before it."),
    ])

  func run(_ call: Call) throws -> Value {
    try call.effect(blaming: SoundParameters.each) { $0.reversed() }
  }
}
