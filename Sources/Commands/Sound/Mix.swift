import Audio
import Language

/// `mix SOUNDS…`.
struct Mix: Command {
  static let signature = Signature(
    "mix", category: .sound,
    summary: "Plays sounds at once: adds them up.",
    discussion: """
      All of them must have the same sample rate and the same number of channels; the result is as long as the \
      longest. gain sets how loud each is beforehand, and normalize brings the sum back below full scale.
      """,
    parameters: [SoundParameters.several, SoundParameters.more],
    result: "sound", effect: .pure,
    examples: [
      .init("generate --count 3 --steps 10 | mix | normalize", "Three new sounds at once."),
      .init("mix $kick (gain -6dB $snare)", "Two named sounds, one of them softer."),
    ])

  func run(_ call: Call) throws -> Value {
    try call.requireAllSounds()
    try call.requireMemory(forMixing: call.severalSounds)
    let mixed = try call.blaming(SoundParameters.several) {
      try call.stopping { try Sound.mix(call.severalSounds) { call.host.isInterrupted } }
    }
    try call.tell(of: mixed, madeFrom: call.severalSounds)
    return .sound(mixed)
  }
}
