import Language

/// `reverse [SOUND]`.
struct Reverse: Command {
  static let signature = Signature(
    name: "reverse", category: "Sound",
    summary: "Turns a sound around, so that it plays from its end.",
    parameters: [.sounds],
    result: "sound, or a list of sounds for a list",
    examples: [
      .init("generate --steps 10 | reverse", "A new sound that swells."),
      .init("concat (reverse $kick) $kick", "A named sound with its own reverse before it."),
    ])

  func run(_ call: Call) throws -> Value {
    try call.effect(blaming: "sound") { $0.reversed() }
  }
}
