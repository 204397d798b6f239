import Audio
import Language

/// `fade [SOUND]`.
struct Fade: Command {
  static let fadeIn = Option("in", .time, help: "The length of the fade at the start, in frames or seconds.")
  static let fadeOut = Option("out", .time, help: "The length of the fade at the end, in frames or seconds.")
  static let curve = Option("curve", .choice, default: FadeCurve.linear, help: "The shape of both.")

  static let signature = Signature(
    "fade", category: .sound,
    summary: "Fades a sound in at its start or out at its end.",
    discussion: """
      A few milliseconds take away a click; longer fades shape the sound. A linear fade changes the amplitude evenly, \
      a cosine fade is smooth at both its ends, and of two equal-power fades that overlap the power stays level. An \
      exponential fade falls evenly in decibels: over a whole cymbal it makes a hat of it.
      """,
    parameters: [SoundParameters.each],
    options: [fadeIn, fadeOut, curve],
    result: "sound, or a list of sounds for a list", effect: .pure,
    examples: [
      .init("generate --steps 10 | fade --out 20ms", "A new sound that ends in silence."),
      .init("fade $kick --in 1ms --out 30ms --curve cosine", "Both ends of a named sound, smoothly."),
    ])

  func run(_ call: Call) throws -> Value {
    guard call.isGiven(Self.fadeIn) || call.isGiven(Self.fadeOut) else {
      throw CommandFailure("neither end is to be faded", hint: "say which and how long: fade --in 2ms --out 20ms")
    }
    let curve = call[Self.curve]
    for option in [Self.fadeIn, Self.fadeOut] {
      guard let length = call[option], length.unit == .none, (1..<200).contains(length.value) else { continue }
      call.host.print("--\(option.name) \(length) is \(length) frames; milliseconds have a unit: \(length)ms")
    }
    return try call.effect(blaming: SoundParameters.each) { sound in
      let fadeIn = try call.frames(Self.fadeIn, rate: sound.sampleRate) ?? 0
      let fadeOut = try call.frames(Self.fadeOut, rate: sound.sampleRate) ?? 0
      return try call.blaming(fadeIn > fadeOut ? Self.fadeIn : Self.fadeOut) {
        try sound.faded(in: fadeIn, out: fadeOut, curve: curve)
      }
    }
  }
}
