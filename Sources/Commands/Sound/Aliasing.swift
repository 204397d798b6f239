import Analysis
import Language

/// `aliasing [SOUND] --grid N`.
struct Aliasing: Command {
  static let signature = Signature(
    name: "aliasing", category: "Sound",
    summary: "Measures what a network that shortens sounds leaves of them: images of the spectrum.",
    discussion: """
      A network whose learned transform or patches take N frames together treats every N-th frame alike, and what is low \
      comes again around each multiple of the rate divided by N. The level says by how much the spectrum is louder there \
      than half-way between: near 0 dB for a sound without such images, recorded or made by a network that works on the \
      samples themselves.

      One short sound tells little by itself, a dB or so: give a list, of which the mean is taken.
      """,
    parameters: [.sounds],
    options: [
      Option(
        "grid", .integer(in: Images.grids.lowerBound...Images.grids.upperBound),
        help: "Frames that are taken together: a transform's stride or a patch's size; 16 when not given.")
    ],
    result: "a level in dB, of a list the mean",
    examples: [
      .init("aliasing $kick --grid 16", "A stereo sound counts as its mix."),
      .init("let $level = aliasing [$kick, $snare]", "The mean of several."),
    ])

  func run(_ call: Call) throws -> Value {
    let grid = call.integer("grid") ?? 16
    var levels: [Double] = []
    var rate = 0.0
    _ = try call.eachSound { sound, _ in
      levels.append(try call.blaming("sound") { try Images.level(of: sound, grid: grid) })
      rate = sound.sampleRate
      return sound
    }
    guard !levels.isEmpty else { throw CommandFailure("the list holds no sound", argument: "sound") }
    let level = levels.reduce(0, +) / Double(levels.count)
    let of = levels.count > 1 ? ", the mean of \(levels.count) sounds" : ""
    call.host.print(
      "images every \(decimals(rate / Double(grid), 0)) Hz: \(decimals(level, 1)) dB\(of)")
    return .number(level, .decibels)
  }
}
