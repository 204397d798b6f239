import Audio
import Language

/// `trim [SOUND]`.
struct Trim: Command {
  static let below = Option("below", .level, help: "What counts as silence; full scale is 0dB, 1 or 100%.")
  /// What counts as silence where it is not said.
  private static let usualLevel = Quantity(-60, .decibels)
  static let length = Option("length", .time, help: "The most that is left, in frames or seconds.")
  static let start = Option(flag: "start", help: "Cuts silence at the start only.")
  static let end = Option(flag: "end", help: "Cuts silence at the end only.")

  static let signature = Signature(
    "trim", category: .sound,
    summary: "Cuts off silence at the start and the end of a sound, or cuts it to a length.",
    discussion: """
      Silence is what stays below a level in all channels; the level counts from full scale, and is \(usualLevel) when \
      not given. --length cuts the end off and leaves a shorter sound alone; silence is then cut only if --below is \
      given too, and first.
      """,
    parameters: [SoundParameters.each],
    options: [below, length, start, end],
    result: "sound, or a list of sounds for a list", effect: .pure,
    examples: [
      .init("generate --steps 10 | trim --below -40dB", "A new sound without what is below -40 dB around it."),
      .init("trim $kick --length 50ms", "The first 50 ms of a named sound."),
    ])

  func run(_ call: Call) throws -> Value {
    let level = try call[Self.below].map { try call.factor($0, of: Self.below) }
    let atStart = call[Self.start]
    let atEnd = call[Self.end]
    let cutsSilence = level != nil || atStart || atEnd || !call.isGiven(Self.length)
    if call[Self.length]?.value == 0 {
      throw CommandFailure("a length of 0 would leave nothing", argument: Self.length)
    }
    return try call.effect(blaming: level == nil ? SoundParameters.each : Self.below as any ArgumentDeclaration) {
      sound in
      var sound = sound
      if cutsSilence {
        sound = try sound.trimmed(
          below: level ?? Sound.factor(decibels: Self.usualLevel.value), atStart: atStart || !atEnd,
          atEnd: atEnd || !atStart)
      }
      if let length = try call.frames(Self.length, rate: sound.sampleRate) { sound = sound.prefix(max(1, length)) }
      return sound
    }
  }
}
