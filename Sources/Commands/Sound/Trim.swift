import Audio
import Language

/// `trim [SOUND]`.
struct Trim: Command {
  static let signature = Signature(
    name: "trim", category: "Sound",
    summary: "Cuts off silence at the start and the end of a sound, or cuts it to a length.",
    discussion: """
      Silence is what stays below a level in all channels; the level counts from full scale, and is -60dB when not given. \
      --length cuts the end off and leaves a shorter sound alone; silence is then cut only if --below is given too, and \
      first.
      """,
    parameters: [.sounds],
    options: [
      Option("below", .level, help: "What counts as silence; full scale is 0dB, 1 or 100%."),
      Option("length", .time, help: "The most that is left, in frames or seconds."),
      Option(flag: "start", help: "Cuts silence at the start only."),
      Option(flag: "end", help: "Cuts silence at the end only."),
    ],
    result: "sound, or a list of sounds for a list",
    examples: [
      .init("generate --steps 10 | trim --below -40dB", "A new sound without what is below -40 dB around it."),
      .init("trim $kick --length 50ms", "The first 50 ms of a named sound."),
    ])

  func run(_ call: Call) throws -> Value {
    let level = try call.factor("below")
    let atStart = call.flag("start")
    let atEnd = call.flag("end")
    let cutsSilence = level != nil || atStart || atEnd || call.quantity("length") == nil
    if call.number("length") == 0 {
      throw CommandFailure("a length of 0 would leave nothing", argument: "length")
    }
    return try call.effect(blaming: level == nil ? "sound" : "below") { sound in
      var sound = sound
      if cutsSilence {
        sound = try sound.trimmed(
          below: level ?? Sound.factor(decibels: -60), atStart: atStart || !atEnd, atEnd: atEnd || !atStart)
      }
      if let length = try call.frames("length", rate: sound.sampleRate) { sound = sound.prefix(max(1, length)) }
      return sound
    }
  }
}
