import Audio
import Language

/// `fade [SOUND]`.
struct Fade: Command {
  static let signature = Signature(
    name: "fade", category: "Sound",
    summary: "Fades a sound in at its start or out at its end.",
    discussion: """
      A few milliseconds take away a click; longer fades shape the sound. A linear fade changes the amplitude evenly, a \
      cosine fade is smooth at both its ends, and of two equal-power fades that overlap the power stays level.
      """,
    parameters: [.sounds],
    options: [
      Option("in", .time, help: "The length of the fade at the start, in frames or seconds."),
      Option("out", .time, help: "The length of the fade at the end, in frames or seconds."),
      Option(
        "curve", .choice(FadeCurve.allCases.map(\.rawValue)), default: .string(FadeCurve.linear.rawValue),
        help: "The shape of both."),
    ],
    result: "sound, or a list of sounds for a list",
    examples: [
      .init("generate --steps 10 | fade --out 20ms", "A new sound that ends in silence."),
      .init("fade $kick --in 1ms --out 30ms --curve cosine", "Both ends of a named sound, smoothly."),
    ])

  func run(_ call: Call) throws -> Value {
    guard call.quantity("in") != nil || call.quantity("out") != nil else {
      throw CommandFailure("neither end is to be faded", hint: "say which and how long: fade --in 2ms --out 20ms")
    }
    let curve = call.text("curve").flatMap(FadeCurve.init(rawValue:)) ?? .linear
    return try call.effect(blaming: "sound") { sound in
      let fadeIn = try call.frames("in", rate: sound.sampleRate) ?? 0
      let fadeOut = try call.frames("out", rate: sound.sampleRate) ?? 0
      return try call.blaming(fadeIn > fadeOut ? "in" : "out") {
        try sound.faded(in: fadeIn, out: fadeOut, curve: curve)
      }
    }
  }
}
