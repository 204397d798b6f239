import Analysis
import Audio
import Language
import Plots
import Text

/// `aliasing [SOUND] --grid N`.
struct Aliasing: Command {
  static let grid = Option(
    "grid", in: Images.grids, default: 16,
    help: "Frames that are taken together: a transform's stride or a patch's size.")
  static let beside = Option(
    "beside", ArgumentType<Sounds>.sounds,
    help: "Sounds that are drawn beside, such as those that the network learnt from.")
  static let out = Option("out", .output(endings: pictureEndings), help: "Draws the spectra into this PNG or SVG file.")

  static let signature = Signature(
    "aliasing", category: .sound,
    summary: "Measures what a network that shortens sounds leaves of them: images of the spectrum.",
    discussion: """
      A network whose learned transform or patches take N frames together treats every N-th frame alike, and what is \
      low comes again around each multiple of the rate divided by N. The level says by how much the spectrum is louder \
      there than half-way between: near 0 dB for a sound without such images, recorded or made by a network that works \
      on the samples themselves.

      One short sound tells little by itself, a dB or so: give a list, of which the mean is taken.
      """,
    parameters: [SoundParameters.each], options: [grid, beside, out, FileOptions.overwrite],
    result: "a level in dB, of a list the mean", effect: .writes,
    examples: [
      .init("aliasing $kick --grid 16", "A stereo sound counts as its mix."),
      .init(
        "aliasing $kick --beside $snare --out spectra.png",
        "The spectra in a picture, with lines where images would be."),
      .init("let $level = aliasing [$kick, $snare]", "The mean of several."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let grid = call[Self.grid]
    var levels: [Double] = []
    var rate = 0.0
    _ = try call.eachSound { sound, _ in
      levels.append(try call.blaming(SoundParameters.each) { try Images.level(of: sound, grid: grid) })
      rate = sound.sampleRate
      return sound
    }
    guard !levels.isEmpty else { throw CommandFailure("the list holds no sound", argument: SoundParameters.each) }
    let level = levels.reduce(0, +) / Double(levels.count)
    let of = levels.count > 1 ? ", the mean of \(levels.count) sounds" : ""
    call.host.print(
      "images every \(decimals(rate / Double(grid), 0)) Hz: \(decimals(level, 1)) dB\(of)")
    if let output = call[Self.out] { try draw(to: output, grid: grid, call) }
    return .number(level, .decibels)
  }

  /// Writes the picture of the spectra.
  private func draw(to output: OutputPath, grid: Int, _ call: Call) throws {
    func curve(_ sounds: [Sound], of argument: any ArgumentDeclaration, _ name: String) throws -> Curve? {
      guard let rate = sounds.first?.sampleRate else { return nil }
      let spectra = try call.blaming(argument) { try sounds.map { try Spectrum(of: $0.resampled(to: rate)) } }
      return Curve(name: name, points: Spectrum.levels(of: spectra).map { (x: $0.frequency, y: $0.level) })
    }
    let measured = call[SoundParameters.each].sounds
    let written = try session.writer.write(output, as: Self.out, call) { path, overwrite in
      let curves = try [
        curve(measured, of: SoundParameters.each, "measured"),
        curve(call[Self.beside]?.sounds ?? [], of: Self.beside, "beside"),
      ].compactMap(\.self)
      let spacing = (measured.first?.sampleRate ?? 0) / Double(grid)
      let picture = try Curves(
        title: "Spectrum, with lines every \(decimals(spacing, 0)) Hz", spectra: curves,
        marks: (1...(grid / 2)).map { Double($0) * spacing })
      try picture.write(to: path, overwrite: overwrite)
      session.notebook.add(picture, width: 1200, height: 600)
      return curves
    }
    if let written {
      call.host.print("\(output.name): spectra, \(written.map(\.name).joined(separator: " and "))")
    }
  }
}
