import Language
import Plots

/// The options of commands that draw pictures, on the terminal and into files.
enum PictureOptions {
  static let out = Option(
    "out", .output(endings: pictureEndings), help: "Writes the picture to this file too, a PNG or an SVG.")
  static let title = Option("title", .text, help: "A title over the picture.")
  static let width = Option("width", in: 200...8000, default: 1200, help: "Width of the file's picture in pixels.")
  static let height = Option("height", in: 200...8000, default: 600, help: "Height of the file's picture in pixels.")

  static let look: [any OptionDeclaration] = [title, width, height]
}

extension Session {
  /// Draws a picture on the terminal and writes it where `--out` says, or says what it would have been.
  func show(_ picture: some TerminalPicture, described: String, _ call: Call) throws {
    try show(picture, described: described, to: call[PictureOptions.out], call)
  }

  /// Draws a picture on the terminal and writes it to a file.
  /// - Parameter isSaid: whether something is said where there is neither.
  func show(
    _ picture: some TerminalPicture, described: String, to output: OutputPath?, isSaid: Bool = true, _ call: Call
  ) throws {
    let display = call.host.display
    notebook.add(picture, width: call[PictureOptions.width], height: call[PictureOptions.height])
    if display.isTerminal { call.host.draw(try picture.terminal(capabilities(of: display))) }
    if let output {
      let isWritten: Void? = try writer.write(output, as: PictureOptions.out, call) { path, overwrite in
        try call.stopping {
          try picture.write(
            to: path, width: call[PictureOptions.width], height: call[PictureOptions.height], overwrite: overwrite,
            isInterrupted: { call.host.isInterrupted })
        }
      }
      if isWritten != nil { call.host.print("\(output.name): \(picture.summary)") }
    } else if !display.isTerminal, isSaid {
      notebook.beginSilence()
      defer { notebook.endSilence() }
      call.host.print("\(described) (no terminal to draw on: --out FILE.png writes it)")
    }
  }

  /// Half of the terminal's rows are the picture's, so that what was typed stays in sight.
  func capabilities(of display: Display) -> TerminalCapabilities {
    let colourless = appearance.hasColours ? [:] : ["NO_COLOR": "1"]
    return TerminalCapabilities(
      environment: environment.merging(colourless) { $1 }, isTerminal: true, columns: min(display.columns, 120),
      rows: max(12, min(display.rows / 2, 30)))
  }
}
