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
  static let out = Option("out", .output(endings: ["png"]), help: "Writes the picture to this PNG file.")
  static let predicted = Option(
    flag: "predicted", help: "Draws the clean sound that the network predicts from the run as it stands.")
  static let steps = Option(flag: "steps", help: "Draws the steps of the run so far, side by side.")
  static let title = Option("title", .text, help: "A title over the picture.")
  static let width = Option("width", in: 200...8000, default: 1200, help: "Width of the PNG in pixels.")
  static let height = Option("height", in: 200...8000, default: 600, help: "Height of the PNG in pixels.")

  static let signature = Signature(
    "plot", category: .plot,
    summary: "Draws a sound: "
      + SoundView.allCases.map { "its " + $0.title.lowercased() }.joined(separator: " or ") + ".",
    discussion: """
      The mel spectrogram is the notebook's (1024-point windows, 80 mel bands, channels mixed) in true dB. It is drawn \
      in the terminal, and written as a PNG with --out. While a run is under way, plot shows the sound as it stands, \
      and --predicted what the network thinks the clean sound is. --steps draws a sheet of the run so far: the states \
      that it has been through, and below each the clean sound that the network saw in it.
      """,
    parameters: [kind, sound],
    options: [out, FileOptions.overwrite, predicted, steps, title, width, height], result: "sound", effect: .writes,
    examples: [
      .init("plot mel", "The last sound in the terminal."),
      .init("plot waveform $kick --out kick.png", "A PNG of a named sound."),
      .init("plot mel --predicted", "Where the run is heading."),
      .init("plot --steps", "A sheet of the run so far."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let kind = call[Self.kind]
    if call[Self.steps] { return try drawSteps(kind, call) }
    let isPredicted = call[Self.predicted]
    let value = try single(isPredicted ? try session.run().sounds(predicted: true) : call[Self.sound])
    let sound = value.sound
    let title = call[Self.title] ?? (isPredicted ? kind.title + " of the predicted sound" : kind.title)
    let figure = try call.blaming(Self.sound) {
      try Figure(of: sound, as: kind, title: title)
    }
    try show(figure, described: "\(kind.name) of \(sound.summary)", call)
    return .foreign(value)
  }

  /// Writes the picture where `--out` says, or draws it on the terminal, or says what it would have been.
  private func show(_ picture: some TerminalPicture, described: String, _ call: Call) throws {
    if let output = call[Self.out] {
      let isWritten: Void? = try session.writer.write(output, as: Self.out, call) { path, overwrite in
        try picture.writePNG(
          to: path, width: call[Self.width], height: call[Self.height], overwrite: overwrite)
      }
      if isWritten != nil { call.host.print("\(output.name): \(picture.summary)") }
    } else if call.host.display.isTerminal {
      call.host.draw(try picture.terminal(terminal(call.host.display)))
    } else {
      call.host.print("\(described) (no terminal to draw on: --out FILE.png writes it)")
    }
  }

  /// The one sound that a value stands for: itself, or a run's as it stands.
  private func single(_ value: Value) throws -> SoundValue {
    switch value {
    case .foreign(let value as SoundValue): return value
    case .foreign(let run as RunValue): return try single(run.sounds(predicted: false))
    case .list(let sounds):
      throw CommandFailure(
        "there are \(sounds.count) sounds to draw", hint: "draw one of them: plot mel $it[0]", argument: Self.sound)
    default: throw CommandFailure("there is no sound to draw yet", hint: "generate one, or load-audio FILE")
    }
  }

  /// Draws the run so far.
  private func drawSteps(_ kind: SoundView, _ call: Call) throws -> Value {
    let sheet = try session.sheet(of: kind, title: call[Self.title], call)
    try show(sheet, described: sheet.summary, call)
    return try session.run().sounds(predicted: false)
  }

  /// Half of the terminal's rows are the picture's, so that what was typed stays in sight.
  private func terminal(_ display: Display) -> TerminalCapabilities {
    TerminalCapabilities(
      environment: session.environment, isTerminal: true, columns: min(display.columns, 120),
      rows: max(12, min(display.rows / 2, 30)))
  }
}

extension Session {
  /// The run so far as a sheet: up to eight of the states that are kept, the first and the present one among them, and
  /// below each the clean sound that the network predicts from it.
  func sheet(of kind: SoundView, title: String?, _ call: Call) throws -> Sheet {
    let value = try run()
    guard let trail = state.current?.trail else { throw CommandFailure("no run is under way") }
    let steps = trail.steps.filter { $0 <= value.run.step }.spread(over: 8)
    var states: [Sound] = []
    var predictions: [Sound] = []
    for (index, step) in steps.enumerated() {
      guard let run = trail[step] else { continue }
      call.host.show(Progress("drawing", done: index, total: steps.count))
      try call.checkInterrupt()
      // Of a run over several sounds the first is drawn.
      states.append(try value.model.sound(run.state))
      predictions.append(try value.model.sound(run.predicted()))
    }
    call.host.show(nil)
    return try Sheet(
      title: title ?? "The run so far, to step \(value.run.step) of \(value.run.steps)", kind: kind,
      columns: steps.map { "\($0): sigma \(decimals(Double(value.run.sigmas[$0]), 2))" },
      rows: [("as it stands", states), ("predicted", predictions)])
  }
}
