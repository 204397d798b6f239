import Audio
import Language

/// `concat SOUNDS…`.
struct Concat: Command {
  static let signature = Signature(
    "concat", category: .sound,
    summary: "Joins sounds, one after the other.",
    discussion: "All of them must have the same sample rate and the same number of channels.",
    parameters: [SoundParameters.several, SoundParameters.more],
    result: "sound", effect: .pure,
    examples: [
      .init("generate --count 3 | concat", "Three new sounds in one."),
      .init("concat $kick $snare $kick", "A very small pattern."),
    ])

  func run(_ call: Call) throws -> Value {
    try call.requireAllSounds()
    try call.requireMemory(forJoining: call.severalSounds)
    let joined = try call.blaming(SoundParameters.several) { try Sound.concatenate(call.severalSounds) }
    call.host.print(joined.summary)
    return .sound(joined)
  }
}
