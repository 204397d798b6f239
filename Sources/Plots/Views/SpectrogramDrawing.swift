/// Levels over time and frequency, with their colours.
struct DrawnSpectrogram: DrawnSound {
  private let map: HeatMap
  /// The frequencies that are shown, and the part of all that they are.
  private let axis: FrequencyAxis
  private let bands: ClosedRange<Double>
  let range: ClosedRange<Double>
  let hasColorBar = true
  let unit = "Hz"
  var byteCount: Int { map.byteCount }

  /// - Parameter axis: of all the frequencies that there are.
  init(_ map: HeatMap, axis: FrequencyAxis, _ section: PlotSection) throws(PlotError) {
    self.map = map
    range = section.levels ?? map.ownRange
    guard let asked = section.frequencies else {
      (self.axis, bands) = (axis, 0...1)
      return
    }
    let shown = asked.clamped(to: axis.range)
    guard shown.lowerBound < shown.upperBound else { throw .noFrequencies(asked: asked, there: axis.range) }
    self.axis = FrequencyAxis(axis.scale, shown)
    bands = axis.position(of: shown.lowerBound)...axis.position(of: shown.upperBound)
  }

  /// Loudness in 0…1 [height × width] over a range in dBFS.
  private func values(width: Int, height: Int, range: ClosedRange<Double>) -> [Float] {
    map.values(width: width, height: height, range: range, bands: bands)
  }

  // MARK: Pixels

  func draw(in area: Rectangle, axes: Axes, roomy: Bool) {
    drawTile(in: area, range: range, on: axes.canvas, scale: axes.scale)
    axes.frame(area)
    axes.ticks(axis.ticks(gap: 15 * axes.scale / area.height), leftOf: area)
    if roomy { axes.title("frequency (Hz)", leftOf: area) }
    axes.colorBar(range, beside: area)
  }

  func drawTile(in area: Rectangle, range: ClosedRange<Double>, on canvas: Canvas, scale: Double) {
    let (width, height) = (Int(area.width), Int(area.height))
    let rows = map.rows(width: width, height: height, range: range, bands: bands)
    canvas.image(width: width, height: height, x: Int(area.x), y: Int(area.y)) {
      rows($0).map { ColorMap.color($0).pixel }
    }
  }

  // MARK: Characters

  func labels(height: Int) -> [Int: String] {
    axis.ticks(gap: 1 / Double(height)).labels(from: 0, to: height)
  }

  func lines(width: Int, height: Int, on terminal: TerminalCapabilities) throws(PlotError) -> [String] {
    try lines(width: width, height: height, range: range, scale: true, on: terminal)
  }

  func tileLines(
    width: Int, height: Int, range: ClosedRange<Double>, on terminal: TerminalCapabilities
  ) throws(PlotError) -> [String] {
    try lines(width: width, height: height, range: range, scale: false, on: terminal)
  }

  /// - Parameter scale: whether the colours' scale stands at the right, in three more columns.
  private func lines(
    width: Int, height: Int, range: ClosedRange<Double>, scale: Bool, on terminal: TerminalCapabilities
  ) throws(PlotError) -> [String] {
    terminal.graphics == .monochrome || terminal.graphics == .indexed16
      ? shades(width: width, height: height, range: range, scale: scale, unicode: terminal.unicode)
      : try colors(width: width, height: height, range: range, scale: scale, on: terminal)
  }

  /// Loudness as colours.
  private func colors(
    width: Int, height: Int, range: ClosedRange<Double>, scale: Bool, on terminal: TerminalCapabilities
  ) throws(PlotError) -> [String] {
    let columns = scale ? width + 3 : width
    // Chafa looks at 8 × 8 pixels of a cell.
    let canvas = try Canvas(width: columns * 8, height: height * 8, background: nil)
    let picture = Rectangle(x: 0, y: 0, width: Double(width * 8), height: Double(height * 8))
    drawTile(in: picture, range: range, on: canvas, scale: 1)
    if scale {
      for row in 0..<(height * 8) {
        let bar = Rectangle(x: Double(width + 1) * 8, y: Double(row), width: 16, height: 1)
        canvas.fill(bar, ColorMap.color(1 - (Float(row) + 0.5) / Float(height * 8)))
      }
    }
    return try Chafa.text(canvas, on: terminal, columns: columns, rows: height)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// Loudness as characters of growing weight, where colours are few or none.
  private func shades(
    width: Int, height: Int, range: ClosedRange<Double>, scale: Bool, unicode: Bool
  ) -> [String] {
    let values = values(width: width, height: height, range: range)
    return (0..<height).map { row in
      let line = Self.shades(values[(row * width)..<((row + 1) * width)], unicode: unicode)
      let bar = 1 - (Float(row) + 0.5) / Float(height)
      return scale ? line + " " + Self.shades([bar, bar], unicode: unicode) : line
    }
  }

  /// Values in 0…1 as characters of growing weight.
  private static func shades(_ values: some Collection<Float>, unicode: Bool) -> String {
    let shades = Array(unicode ? " ·░▒▓█" : " .:-=+*#%@")
    return String(values.map { shades[min(Int($0 * Float(shades.count)), shades.count - 1)] })
  }
}
