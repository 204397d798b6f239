import Analysis
import Checkpoints
import Language

/// `fill-noise [SOUND]`.
struct FillNoise: Command {
  static let below = Option(
    "below", .number(units: [.decibels], in: ModelConfig.noiseFills), default: 34,
    help: "How far below the sound the noise lies.")

  static let signature = Signature(
    "fill-noise", category: .sound,
    summary: "Puts soft noise among what sounds, as recordings have it.",
    discussion: """
      A recording is never quite silent between its partials; what a network makes can be, and then sounds as if it \
      came out of a computer. The noise follows the sound: at each moment and each pitch it lies --below the mean of \
      the energy in 0.1 s and 13 kHz around, so that nothing hisses where nothing sounds. It is the same noise \
      each time, so that a script makes the same sound again.
      """,
    parameters: [SoundParameters.each],
    options: [below],
    result: "sound, or a list of sounds for a list", effect: .pure,
    examples: [
      .init("generate | fill-noise", "A new sound, with a little air."),
      .init("fill-noise $kick --below 26dB", "More of it."),
    ])

  func run(_ call: Call) throws -> Value {
    let below = call[Self.below]
    return try call.effect(blaming: SoundParameters.each) { sound in
      try sound.noiseFilled(below: below) { call.host.isInterrupted }
    }
  }
}
