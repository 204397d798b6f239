import Language

/// `slice FROM [TO] [SOUND]`.
struct Slice: Command {
  static let from = Parameter("from", .time, help: "Where the piece starts, in frames or seconds.")
  static let to = Parameter(optional: "to", .time, help: "Where it ends; the sound's end when not given.")

  static let signature = Signature(
    "slice", category: .sound,
    summary: "Takes a piece out of a sound.",
    discussion: """
      Frames count from 0; the frame at FROM is the first of the piece, and the one at TO no longer belongs to it, so \
      that slices that meet make up the whole.
      """,
    parameters: [from, to, SoundParameters.each],
    result: "sound, or a list of sounds for a list", effect: .pure,
    examples: [
      .init("generate --steps 10 | slice 10ms 50ms", "40 ms of a new sound."),
      .init("slice 0 1000 $kick", "The first 1000 frames of a named sound."),
    ])

  func run(_ call: Call) throws -> Value {
    try call.effect(blaming: SoundParameters.each) { sound in
      let start = try call.frames(call[Self.from], of: Self.from, rate: sound.sampleRate)
      let end = try call.frames(Self.to, rate: sound.sampleRate)
      let isOfStart = end == nil || start >= sound.frameCount
      return try call.blaming(isOfStart ? Self.from : Self.to as any ArgumentDeclaration) {
        try sound.slice(from: start, to: end ?? sound.frameCount)
      }
    }
  }
}
