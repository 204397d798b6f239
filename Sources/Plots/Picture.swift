import Files

/// A plot: one value that draws itself on a canvas of any size, and says what it shows.
package protocol Picture: Sendable {
  /// What it shows, in a line.
  var summary: String { get }

  /// About how many bytes of memory it holds.
  var byteCount: Int { get }

  /// Draws it over the whole canvas.
  /// - Parameter leastScale: nothing is drawn smaller than this makes what a picture of 1200 × 600 has.
  func draw(on canvas: Canvas, leastScale: Double)
}

extension Picture {
  /// The bytes of a PNG file; the same picture and size give the same bytes. Throws when a side is not among
  /// `Canvas.sizes`, and `PlotError.interrupted` soon after `isInterrupted` has become true.
  package func png(
    width: Int = 1200, height: Int = 600, isInterrupted: @escaping () -> Bool = { false }
  ) throws(PlotError) -> [UInt8] {
    try Canvas.check(width: width, height: height)
    let canvas = try Canvas(width: width, height: height, background: Theme.background)
    canvas.isInterrupted = isInterrupted
    draw(on: canvas, leastScale: 0.66)
    return try canvas.png()
  }

  /// The bytes of an SVG file, in which spectrograms are pixels and all else is drawn. Throws as `png` does.
  package func svg(
    width: Int = 1200, height: Int = 600, isInterrupted: @escaping () -> Bool = { false }
  ) throws(PlotError) -> [UInt8] {
    try Canvas.check(width: width, height: height)
    let canvas = try Canvas(drawing: width, height: height, background: Theme.background)
    canvas.isInterrupted = isInterrupted
    draw(on: canvas, leastScale: 0.66)
    if isInterrupted() { throw .interrupted }
    return try canvas.svg()
  }

  /// Writes a PNG or an SVG, by the name's ending, whole or not at all, see `WholeFile`. Throws when the name has
  /// another ending, and as `png` does.
  package func write(
    to path: String, width: Int = 1200, height: Int = 600, overwrite: Bool,
    isInterrupted: @escaping () -> Bool = { false }
  ) throws(PlotError) {
    try checkPictureEnding(path)
    let isDrawing = path.lowercased().hasSuffix(".svg")
    do {
      // Before the work of drawing.
      try WholeFile.check(path, overwrite: overwrite)
    } catch { throw .file(error) }
    let bytes =
      try isDrawing
      ? svg(width: width, height: height, isInterrupted: isInterrupted)
      : png(width: width, height: height, isInterrupted: isInterrupted)
    do {
      try WholeFile.write(bytes, to: path, overwrite: overwrite)
    } catch { throw .file(error) }
  }
}

/// The endings of the files that pictures are written to.
package let pictureEndings = ["png", "svg"]

/// Throws when a file's name has none of them.
package func checkPictureEnding(_ path: String) throws(PlotError) {
  guard pictureEndings.contains(where: { path.lowercased().hasSuffix(".\($0)") }) else {
    throw .unknownEnding(path: path)
  }
}

/// A picture that can be shown in a terminal as well, in pixels or in characters.
package protocol TerminalPicture: Picture {
  /// The fewest rows of characters that it is drawn in.
  var leastRows: Int { get }

  /// The picture in lines of characters that end with a line feed.
  func characters(_ terminal: TerminalCapabilities) throws(PlotError) -> String
}

extension TerminalPicture {
  /// The picture for a terminal, in lines that end with a line feed and fill its columns and rows (held to 24…400 by
  /// `leastRows`…200): with large labels where it shows pixels, otherwise in characters with the labels as text around.
  package func terminal(_ terminal: TerminalCapabilities) throws(PlotError) -> String {
    var bounded = terminal
    bounded.columns = min(max(terminal.columns, 24), 400)
    bounded.rows = min(max(terminal.rows, leastRows), 200)
    bounded.cellWidth = min(max(terminal.cellWidth, 4), 40)
    bounded.cellHeight = min(max(terminal.cellHeight, 8), 80)
    return terminal.graphics.isPixels ? try pixels(bounded) : try characters(bounded)
  }

  private func pixels(_ terminal: TerminalCapabilities) throws(PlotError) -> String {
    let width = min(terminal.columns * terminal.cellWidth, Canvas.sizes.upperBound)
    let height = min(terminal.rows * terminal.cellHeight, Canvas.sizes.upperBound)
    let canvas = try Canvas(width: width, height: height, background: Theme.background)
    draw(on: canvas, leastScale: Double(terminal.cellHeight) / 18)
    let picture = try Chafa.text(canvas, on: terminal, columns: terminal.columns, rows: terminal.rows)
    return picture.hasSuffix("\n") ? picture : picture + "\n"
  }
}
