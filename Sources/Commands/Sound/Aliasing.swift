import Analysis
import Audio
import Language
import Plots
import Text

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
        help: "Frames that are taken together: a transform's stride or a patch's size; 16 when not given."),
      Option(
        "beside", .either([.foreign("sound"), .list(of: .foreign("sound"))]),
        help: "Sounds that are drawn beside, such as those that the network learnt from."),
      Option("out", .path(.write(endings: ["png"])), help: "Draws the spectra into this PNG file."),
      .overwrite,
    ],
    result: "a level in dB, of a list the mean",
    examples: [
      .init("aliasing $kick --grid 16", "A stereo sound counts as its mix."),
      .init(
        "aliasing $kick --beside $snare --out spectra.png",
        "The spectra in a picture, with lines where images would be."),
      .init("let $level = aliasing [$kick, $snare]", "The mean of several."),
    ])

  let session: Session

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
    if let path = call.text("out") { try draw(to: path, grid: grid, call) }
    return .number(level, .decibels)
  }

  /// Writes the picture of the spectra.
  private func draw(to path: String, grid: Int, _ call: Call) throws {
    if session.isRehearsal { return }
    func curve(_ argument: String, _ name: String) throws -> Curve? {
      let sounds = call.sounds(of: argument)
      guard let rate = sounds.first?.sampleRate else { return nil }
      let spectra = try call.blaming(argument) { try sounds.map { try Spectrum(of: $0.resampled(to: rate)) } }
      return Curve(name: name, points: Spectrum.levels(of: spectra).map { (x: $0.frequency, y: $0.level) })
    }
    let curves = try [curve("sound", "measured"), curve("beside", "beside")].compactMap(\.self)
    let spacing = (call.sounds(of: "sound").first?.sampleRate ?? 0) / Double(grid)
    try call.writing("out") {
      try Curves(
        title: "Spectrum, with lines every \(decimals(spacing, 0)) Hz", spectra: curves,
        marks: (1...(grid / 2)).map { Double($0) * spacing }
      ).writePNG(to: path, overwrite: call.flag("overwrite"))
    }
    call.host.print("\(path): spectra, \(curves.map(\.name).joined(separator: " and "))")
  }
}
