import Audio
import Foundation
import Language
import Plots
import Text

/// `plot [KIND] [SOUND]`.
struct Plot: Command {
  static let signature = Signature(
    name: "plot", category: "Plot",
    summary: "Draws a sound: its mel spectrogram or its waveform.",
    discussion: """
      The mel spectrogram is the notebook's (1024-point windows, 80 mel bands, channels mixed) in true dB. It is drawn in \
      the terminal, and written as a PNG with --out. While a run is under way, plot shows the sound as it stands, and \
      --predicted what the network thinks the clean sound is. --steps draws a sheet of the run so far: the states that it \
      has been through, and below each the clean sound that the network saw in it.
      """,
    parameters: [
      Parameter(
        "kind", .choice(["mel", "waveform"]), .optional, help: "mel or waveform; mel when not given."),
      Parameter(
        "sound", .either([.foreign("sound"), .foreign("run"), .list(of: .foreign("sound"))]), .input,
        help: "The sound to draw."),
    ],
    options: [
      Option("out", .path(.write(endings: ["png"])), help: "Writes the picture to this PNG file."),
      .overwrite,
      Option(flag: "predicted", help: "Draws the clean sound that the network predicts from the run as it stands."),
      Option(flag: "steps", help: "Draws the steps of the run so far, side by side."),
      Option("title", .text, help: "A title over the picture."),
      Option("width", .integer(in: 200...8000), default: .number(1200), help: "Width of the PNG in pixels."),
      Option("height", .integer(in: 200...8000), default: .number(600), help: "Height of the PNG in pixels."),
    ],
    result: "sound",
    examples: [
      .init("plot mel", "The last sound in the terminal."),
      .init("plot waveform $kick --out kick.png", "A PNG of a named sound."),
      .init("plot mel --predicted", "Where the run is heading."),
      .init("plot --steps", "A sheet of the run so far."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    let kind = call.text("kind") ?? "mel"
    if call.flag("steps") { return try drawSteps(kind, call) }
    let subject = call.flag("predicted") ? try session.run().sounds(predicted: true) : call.value("sound")
    let value = try single(subject ?? .nothing)
    let sound = value.sound
    let name = kind == "mel" ? "Mel spectrogram" : "Waveform"
    let title = call.text("title") ?? (call.flag("predicted") ? name + " of the predicted sound" : name)
    let figure = try call.blaming("sound") {
      try kind == "mel" ? Figure.mel(of: sound, title: title) : Figure.waveform(of: sound, title: title)
    }
    try show(
      call, written: "\(kind), \(decimals(sound.duration, 3)) s", described: "\(kind) of \(sound.summary)",
      png: figure.writePNG, onTerminal: figure.terminal)
    return .foreign(value)
  }

  /// Writes the picture where `--out` says, or draws it on the terminal, or says what it would have been.
  private func show(
    _ call: Call, written: String, described: String,
    png: (_ path: String, _ width: Int, _ height: Int, _ overwrite: Bool) throws -> Void,
    onTerminal: (TerminalCapabilities) throws -> String
  ) throws {
    if let path = call.text("out") {
      if session.isRehearsal { return }
      try call.writing("out") {
        try png(
          path, call.integer("width") ?? 1200, call.integer("height") ?? 600, call.flag("overwrite"))
      }
      call.host.print("\(path): \(written)")
    } else if call.host.display.isTerminal {
      call.host.print(try onTerminal(terminal(call.host.display)))
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
        "there are \(sounds.count) sounds to draw", hint: "draw one of them: plot mel $it[0]", argument: "sound")
    default: throw CommandFailure("there is no sound to draw yet", hint: "generate one, or load-audio FILE")
    }
  }

  /// Draws the run so far.
  private func drawSteps(_ kind: String, _ call: Call) throws -> Value {
    let sheet = try session.sheet(of: kind == "mel" ? .mel : .waveform, title: call.text("title"), call)
    try show(
      call, written: sheet.summary, described: sheet.summary, png: sheet.writePNG, onTerminal: sheet.terminal)
    return try session.run().sounds(predicted: false)
  }

  /// Half of the terminal's rows are the picture's, so that what was typed stays in sight.
  private func terminal(_ display: Display) -> TerminalCapabilities {
    TerminalCapabilities(
      environment: ProcessInfo.processInfo.environment, isTerminal: true, columns: min(display.columns, 120),
      rows: max(12, min(display.rows / 2, 30)))
  }
}
