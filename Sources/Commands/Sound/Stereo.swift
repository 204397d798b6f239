import Language

/// `stereo [SOUND]`.
struct Stereo: Command {
  static let signature = Signature(
    "stereo", category: .sound,
    summary: "Makes two channels of any number: a mono sound goes to both, and of more the first two stay.",
    parameters: [SoundParameters.each],
    result: "sound, or a list of sounds for a list", effect: .pure,
    examples: [.init("generate --steps 10 | mono | stereo", "A new sound that is the same on both sides.")])

  func run(_ call: Call) throws -> Value {
    try call.effect(blaming: SoundParameters.each) { $0.withChannels(2) }
  }
}
