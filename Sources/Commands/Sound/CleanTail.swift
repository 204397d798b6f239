import Analysis
import Audio
import Checkpoints
import Language
import Text

/// `clean-tail [SOUND]`.
struct CleanTail: Command {
  static let print = Option(
    "print", .time, default: Quantity(0.1, .seconds), help: "How much of the end is taken for a print of the noise.")
  static let by = Option(
    "by", .number(units: [.decibels], in: ModelConfig.cleanTails), default: 24,
    help: "By how much the noise is taken down.")

  static let signature = Signature(
    "clean-tail", category: .sound,
    summary: "Takes down the noise that a sound's own tail shows.",
    discussion: """
      The end of a sound, without its last 5 ms, is taken for noise alone. Wherever a band of the spectrum stands \
      less than 3 dB above that noise it is taken down by --by, where it stands 9 dB above it stays as it is: the \
      attack and the decay are left alone, and what hissed behind them is gone. It helps with sounds of any \
      checkpoint; of a sound that still rings at its end it would take the ringing for noise.
      """,
    parameters: [SoundParameters.each],
    options: [print, by],
    result: "sound, or a list of sounds for a list", effect: .pure,
    examples: [
      .init("generate --steps 10 | clean-tail", "A new sound with less hiss."),
      .init("clean-tail $kick --print 50ms --by 40dB", "More of it, by a shorter print."),
    ])

  func run(_ call: Call) throws -> Value {
    let reduction = call[Self.by]
    var cleaned: [Sound.TailCleaning] = []
    let value = try call.effect(blaming: SoundParameters.each) { sound in
      let frames = try call.frames(call[Self.print], of: Self.print, rate: sound.sampleRate)
      let cleaning = try sound.withoutTailNoise(print: frames, reduction: reduction) { call.host.isInterrupted }
      cleaned.append(cleaning)
      return cleaning.sound
    }
    for cleaning in cleaned {
      call.host.print("its tail was at \(shown(cleaning.before)) and is at \(shown(cleaning.after)) now")
    }
    return value
  }

  /// A linear level in dB.
  private func shown(_ level: Double) -> String {
    level > 1e-7 ? "\(decimals(decibels(Float(level)), 1)) dB" : "silence"
  }
}
