import Language

/// `slice FROM [TO] [SOUND]`.
struct Slice: Command {
  static let signature = Signature(
    name: "slice", category: "Sound",
    summary: "Takes a piece out of a sound.",
    discussion: """
      Frames count from 0; the frame at FROM is the first of the piece, and the one at TO no longer belongs to it, so that \
      slices that meet make up the whole.
      """,
    parameters: [
      Parameter("from", .time, help: "Where the piece starts, in frames or seconds."),
      Parameter("to", .time, .optional, help: "Where it ends; the sound's end when not given."),
      .sounds,
    ],
    result: "sound, or a list of sounds for a list",
    examples: [
      .init("generate --steps 10 | slice 10ms 50ms", "40 ms of a new sound."),
      .init("slice 0 1000 $kick", "The first 1000 frames of a named sound."),
    ])

  func run(_ call: Call) throws -> Value {
    try call.effect(blaming: "sound") { sound in
      let start = try call.frames("from", rate: sound.sampleRate) ?? 0
      let end = try call.frames("to", rate: sound.sampleRate)
      return try call.blaming(end == nil || start >= sound.frameCount ? "from" : "to") {
        try sound.slice(from: start, to: end ?? sound.frameCount)
      }
    }
  }
}
