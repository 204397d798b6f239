import Analysis
import Audio
import Diffusion
import Language
import Plots
import Text

/// `plot [KIND] [SOUND]`.
struct Plot: Command {
  static let kind = Parameter("kind", .choice, default: SoundView.mel, help: "What to draw of the sound.")
  static let sound = Parameter(input: "sound", .soundsOrRun, help: "The sound to draw.")
  static let predicted = Option(
    flag: "predicted", help: "Draws the clean sound that the network predicts from the run as it stands.")
  static let steps = Option(flag: "steps", help: "Draws the steps of the run so far, side by side.")

  static let signature = Signature(
    "plot", category: .plot,
    summary: "Draws a sound: as \(SoundView.allCases.map { $0.title.lowercased() }.joined(separator: ", ")).",
    discussion: """
      The mel spectrogram is the notebook's (1024-point windows, 80 mel bands, channels mixed); octaves shows low \
      frequencies better, such as a kick's 40 to 100 Hz. Colours run over the 80 dB below full scale, so that all \
      plots compare; --range takes other levels, and set plot.range does so for all plots. 0 dBFS is a sine of 100 Hz \
      as loud as can be. A list of sounds is drawn as a sheet.

      Two kinds are curves, measured on the whole sound whatever part of it is shown. pitch is the fundamental of the \
      mixed channels (by YIN, 30 Hz to 4 kHz); where none is clear, nothing is drawn. decay is the level below the \
      peak: t20, t40 and t60 are the times from the peak until it has fallen so many dB for good, rest is the level of \
      55 to 5 ms before the end: an RMS, which lies some dB below the curve, whose values are peaks. The figures are \
      those of evaluate. The curves of a list lie over one another, up to \
      \(Figure.mostCurves) of them; sheet --as draws each by itself.

      It is drawn in the terminal, and written to a file with --out. After a step of a run it draws the sound as it \
      stands, after predict the clean one, and with --predicted that of the run under way whatever $it is. --steps \
      draws a sheet of the run so far: the states that it has been through, and below each the clean sound that the \
      network saw in it.
      """,
    parameters: [kind, sound],
    options: [PictureOptions.out, FileOptions.overwrite, predicted, steps] + PictureOptions.look + SectionOptions.all,
    result: "sound", effect: .writes,
    examples: [
      .init("plot mel", "The last sound in the terminal."),
      .init("plot waveform $kick --out kick.png", "A PNG of a named sound."),
      .init("plot octaves $kick --low 30Hz --high 200Hz --to 200ms", "What a kick begins with, down where it is."),
      .init("plot [$kick, $snare]", "Two sounds beside one another."),
      .init("plot pitch $kick --low 30Hz --high 500Hz", "How far a kick's pitch falls, and how fast."),
      .init("plot decay [$kick, $snare] --range 60dB --out decay.png", "How long two sounds ring, over one another."),
      .init("plot mel --predicted", "Where the run is heading."),
      .init("plot --steps", "A sheet of the run so far."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let kind = call[Self.kind]
    try call.refuse(Self.sound, beside: [Self.steps, Self.predicted])
    try call.refuseIdleSection(kind)
    if call[Self.steps] { return try drawSteps(kind, call) }
    let isPredicted = call[Self.predicted]
    let given = try isPredicted ? session.run().sounds(predicted: true) : call[Self.sound].soundsOfRun()
    let items = given.soundValues
    guard let first = items.first else {
      throw CommandFailure.emptyList(Self.sound)
    }
    guard items.count == 1 else {
      if kind.isCurve { return try overlay(items, as: kind, call, giving: given) }
      let sheet = try session.sheet(of: items, kind: kind, blaming: Self.sound, call)
      try session.show(sheet, described: sheet.summary, call)
      return given
    }
    let part = try session.section(of: first.sound, as: kind, call)
    let name = isPredicted ? kind.title + " of the predicted sound" : kind.title
    let title =
      call[PictureOptions.title] ?? ([name] + [first.origin?.label].compactMap(\.self)).joined(separator: " · ")
    let figure = try call.blaming(Self.sound) {
      try call.stopping {
        try Figure(of: part.sound, as: kind, title: title, section: part.section) { call.host.isInterrupted }
      }
    }
    let measured = figure.figures.isEmpty ? "" : ": " + figure.figures.joined(separator: ", ")
    try session.show(figure, described: "\(kind.name) of \(part.sound.summary)\(measured)", call)
    return given
  }

  /// Draws the curves of several sounds over one another.
  private func overlay(_ items: [SoundValue], as kind: SoundView, _ call: Call, giving given: Value) throws -> Value {
    guard items.count <= Figure.mostCurves else {
      throw CommandFailure(
        "there are \(items.count) sounds to draw, and \(Figure.mostCurves) curves can be told apart",
        hint: "draw some of them, as $sounds[0..\(Figure.mostCurves - 1)] of a list $sounds, "
          + "or each by itself: sheet $sounds --as \(kind.name)",
        argument: Self.sound)
    }
    let (shared, labels) = items.labels
    // What a time is in frames, the longest tells.
    let longest = items.max { $0.sound.duration < $1.sound.duration } ?? items[0]
    let section = try session.section(of: longest.sound, as: kind, call).section
    let title = (["\(kind.title) of \(items.count) sounds"] + shared).joined(separator: " · ")
    let figure = try call.blaming(Self.sound) {
      try call.stopping {
        try Figure(
          of: zip(labels, items).map { (name: $0, sound: $1.sound) }, as: kind,
          title: call[PictureOptions.title] ?? title, section: section
        ) { call.host.isInterrupted }
      }
    }
    try session.show(figure, described: "\(kind.name) of \(counted(items.count, "sound"))", call)
    return given
  }

  /// Draws the run so far.
  private func drawSteps(_ kind: SoundView, _ call: Call) throws -> Value {
    let sheet = try session.sheet(of: kind, title: call[PictureOptions.title], call)
    try session.show(sheet, described: sheet.summary, call)
    return try session.run().sounds(predicted: false)
  }
}

extension CommandFailure {
  /// There is no sound in a list of those to draw.
  fileprivate static func emptyList(_ argument: any ArgumentDeclaration) -> CommandFailure {
    CommandFailure("the list is empty, and there is no sound to draw", argument: argument)
  }
}

extension Session {
  /// The sounds of a list beside one another, in rows of up to eight.
  func sheet(
    of items: [SoundValue], kind: SoundView, blaming argument: any ArgumentDeclaration, _ call: Call
  ) throws -> Sheet {
    guard !items.isEmpty else { throw CommandFailure.emptyList(argument) }
    guard items.count <= Sheet.mostTiles else {
      throw CommandFailure(
        "there are \(items.count) sounds to draw, and a sheet holds \(Sheet.mostTiles)",
        hint: "draw some of them, as $sounds[0..\(Sheet.mostTiles - 1)] of a list $sounds", argument: argument)
    }
    let (shared, labels) = items.labels
    let parts = try items.map { try section(of: $0.sound, as: kind, call) }
    let title = (["\(kind.title) of \(items.count) sounds"] + shared).joined(separator: " · ")
    return try call.blaming(argument) {
      try call.stopping {
        try Sheet(
          title: call[PictureOptions.title] ?? title, kind: kind,
          tiles: zip(labels, parts).map { (label: $0, sound: $1.sound) }, section: parts[0].section
        ) { call.host.isInterrupted }
      }
    }
  }

  /// The run so far as a sheet: up to eight of the states that are kept, the first and the present one among them, and
  /// below each the clean sound that the network predicts from it.
  func sheet(of kind: SoundView, title: String?, _ call: Call) throws -> Sheet {
    let value = try run()
    guard let trail = state.current?.trail else { throw CommandFailure("no run is under way") }
    let steps = trail.steps.filter { $0 <= value.run.step }.spread(over: 8)
    var states: [Sound] = []
    var predictions: [Sound] = []
    var section = PlotSection()
    for (index, step) in steps.enumerated() {
      guard let run = trail[step] else { continue }
      call.host.show(Progress("drawing", done: index, total: steps.count))
      try call.checkInterrupt()
      // Of a run over several sounds the first is drawn.
      let state = try self.section(of: value.model.sound(run.state, isMade: run.isFinished), as: kind, call)
      states.append(state.sound)
      section = state.section
      let prediction = try value.model.sound(run.predicted(), isMade: run.isFinished)
      predictions.append(try self.section(of: prediction, as: kind, call).sound)
    }
    call.host.show(nil)
    return try call.stopping {
      try Sheet(
        title: title ?? "The run so far, to step \(value.run.step) of \(value.run.steps)", kind: kind,
        columns: steps.map { "\($0): sigma \(decimals(Double(value.run.sigmas[$0]), 2))" },
        rows: [("as it stands", states), ("predicted", predictions)], section: section
      ) { call.host.isInterrupted }
    }
  }
}
