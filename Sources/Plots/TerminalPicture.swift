import Analysis
import Audio

extension Figure {
  /// The figure for a terminal, in lines that end with a line feed and fill its columns and rows (held to 24…400 by
  /// 7…200): a picture with large labels where it shows pixels, otherwise characters with the labels as text around
  /// them.
  public func terminal(_ terminal: TerminalCapabilities) throws(PlotError) -> String {
    var bounded = terminal
    bounded.columns = min(max(terminal.columns, 24), 400)
    bounded.rows = min(max(terminal.rows, 7), 200)
    bounded.cellWidth = min(max(terminal.cellWidth, 4), 40)
    bounded.cellHeight = min(max(terminal.cellHeight, 8), 80)
    return terminal.graphics.isPixels ? try pixels(bounded) : try characters(bounded)
  }

  private func pixels(_ terminal: TerminalCapabilities) throws(PlotError) -> String {
    let width = min(terminal.columns * terminal.cellWidth, Figure.sizes.upperBound)
    let height = min(terminal.rows * terminal.cellHeight, Figure.sizes.upperBound)
    let canvas = try Canvas(width: width, height: height, background: Theme.background)
    FigureDrawing(panels: panels, canvas: canvas, leastScale: Double(terminal.cellHeight) / 18).draw()
    let picture = Chafa.picture(
      canvas.bytes, width: width, height: height, on: terminal, columns: terminal.columns, rows: terminal.rows)
    guard let picture else { throw .outOfMemory }
    return picture.hasSuffix("\n") ? picture : picture + "\n"
  }

  private func characters(_ terminal: TerminalCapabilities) throws(PlotError) -> String {
    var text = ""
    for panel in panels {
      let rows = max(7, terminal.rows / panels.count)
      text += try TerminalPicture(panel: panel, terminal: terminal, rows: rows).text()
    }
    return text
  }
}

/// A plot made of characters: title, picture with labels at its left and right, time axis with labels below it.
struct TerminalPicture {
  private let panel: Panel
  private let terminal: TerminalCapabilities
  /// Cells of the picture itself.
  private let width: Int
  private let height: Int

  private static let gutter = 5
  /// The colour bar: a space, two cells, a space and a number of three characters.
  private static let barWidth = 7

  init(panel: Panel, terminal: TerminalCapabilities, rows: Int) {
    self.panel = panel
    self.terminal = terminal
    height = rows - 3
    width = terminal.columns - Self.gutter - (panel.colorRange == nil ? 1 : Self.barWidth)
  }

  func text() throws(PlotError) -> String {
    let picture = try pictureLines()
    let left = leftLabels()
    let right = rightLabels()
    var lines = [titleLine()]
    for row in 0..<height {
      let label = left[row].map { pad($0, to: Self.gutter - 1) + mark("┤", "+") }
      let edge = label ?? pad("", to: Self.gutter - 1) + mark("│", "|")
      lines.append(edge + (row < picture.count ? picture[row] : "") + (right[row].map { " " + $0 } ?? ""))
    }
    lines += timeLines()
    return lines.map { plain($0) + "\n" }.joined()
  }

  // MARK: Labels

  private func mark(_ unicode: String, _ ascii: String) -> String { terminal.unicode ? unicode : ascii }

  private func pad(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// Characters that an ASCII terminal lacks, replaced.
  private func plain(_ text: String) -> String {
    guard !terminal.unicode else { return text }
    return String(
      text.map { character -> Character in
        switch character {
        case "−": "-"
        case "·": ","
        default: character.isASCII ? character : "?"
        }
      })
  }

  private func titleLine() -> String {
    let unit = panel.colorRange == nil ? "" : "Hz"
    let room = terminal.columns - Self.gutter - (panel.colorRange == nil ? 0 : Self.barWidth)
    let title = panel.title.count <= room ? panel.title : panel.title.prefix(max(0, room - 1)) + mark("…", "~")
    var line = title
    if title.count + panel.facts.count + 2 <= room {
      line += String(repeating: " ", count: room - title.count - panel.facts.count) + panel.facts
    }
    if panel.colorRange != nil { line += String(repeating: " ", count: room - line.count) + " dB" }
    return pad(unit, to: Self.gutter - 1) + " " + line
  }

  /// Labels by row, at the left.
  private func leftLabels() -> [Int: String] {
    switch panel.content {
    case .mel(let spectrogram):
      return labels(
        Ticks.mel(highest: spectrogram.highestFrequency, gap: 1.5 / Double(height)), from: 0, to: height)
    case .waveform(let sound):
      let limit = Envelope.limit(peak: sound.peak)
      var all: [Int: String] = [:]
      for lane in lanes(sound) {
        let ticks = Ticks.linear(-limit...limit, atMost: min(4, max(2, lane.count / 2)))
        all.merge(labels(ticks, from: lane.lowerBound, to: lane.upperBound)) { first, _ in first }
      }
      return all
    }
  }

  private func rightLabels() -> [Int: String] {
    guard let range = panel.colorRange else { return [:] }
    let ticks = Ticks.linear(Double(range.lowerBound)...Double(range.upperBound), atMost: (height + 3) / 3)
    return labels(ticks, from: 0, to: height)
  }

  private func labels(_ ticks: [Tick], from first: Int, to end: Int) -> [Int: String] {
    let rows = Double(end - first)
    return Dictionary(
      ticks.map { (min(end - 1, first + Int((1 - $0.position) * rows)), $0.label) },
      uniquingKeysWith: { first, _ in first })
  }

  private func timeLines() -> [String] {
    let axis = Ticks.time(panel.duration, atMost: max(2, width / 12))
    var line = Array(repeating: mark("─", "-"), count: width)
    var labels = Array(repeating: Character(" "), count: terminal.columns)
    var free = 0
    for tick in axis.ticks {
      let column = min(width - 1, Int(tick.position * Double(width)))
      let label = axis.unit == "min" ? tick.label : "\(tick.label) \(axis.unit)"
      let start = max(0, Self.gutter + column - label.count / 2)
      guard start >= free, start + label.count <= terminal.columns else { continue }
      line[column] = mark("┬", "+")
      labels.replaceSubrange(start..<(start + label.count), with: label)
      free = start + label.count + 1
    }
    while labels.last == " " { labels.removeLast() }
    return [pad("", to: Self.gutter - 1) + mark("└", "+") + line.joined(), String(labels)]
  }

  // MARK: Picture

  /// The rows of each channel's lane.
  private func lanes(_ sound: Sound) -> [Range<Int>] {
    let count = max(1, min(sound.channelCount, WaveformDrawing.most, height / 2))
    return (0..<count).map { (height * $0 / count)..<(height * ($0 + 1) / count) }
  }

  private func pictureLines() throws(PlotError) -> [String] {
    switch panel.content {
    case .mel(let spectrogram):
      let isColorful = terminal.graphics != .monochrome && terminal.graphics != .indexed16
      return isColorful ? try colors(spectrogram) : shades(spectrogram)
    case .waveform(let sound):
      let limit = Envelope.limit(peak: sound.peak)
      return zip(lanes(sound), sound.channels).flatMap { lane, samples in
        TextWaveform(samples, width: width, height: lane.count, limit: limit, terminal: terminal).lines
      }
    }
  }

  /// Loudness as colours, with the scale of them at the right.
  private func colors(_ spectrogram: MelSpectrogram) throws(PlotError) -> [String] {
    let columns = width + 3
    // Chafa looks at 8 × 8 pixels of a cell.
    let canvas = try Canvas(width: columns * 8, height: height * 8, background: nil)
    let values = HeatMap.values(
      spectrogram, width: width * 8, height: height * 8, range: HeatMap.range(of: spectrogram))
    canvas.image(values.map { ColorMap.color($0).pixel }, width: width * 8, height: height * 8, x: 0, y: 0)
    for row in 0..<(height * 8) {
      let bar = Rectangle(x: Double(width + 1) * 8, y: Double(row), width: 16, height: 1)
      canvas.fill(bar, ColorMap.color(1 - (Float(row) + 0.5) / Float(height * 8)))
    }
    let picture = Chafa.picture(
      canvas.bytes, width: columns * 8, height: height * 8, on: terminal, columns: columns, rows: height)
    guard let picture else { throw .outOfMemory }
    return picture.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// Loudness as characters of growing weight, where colours are few or none, with the scale of them at the right.
  private func shades(_ spectrogram: MelSpectrogram) -> [String] {
    let values = HeatMap.values(
      spectrogram, width: width, height: height, range: HeatMap.range(of: spectrogram))
    return (0..<height).map { row in
      let line = Self.shades(values[(row * width)..<((row + 1) * width)], unicode: terminal.unicode)
      let bar = 1 - (Float(row) + 0.5) / Float(height)
      return line + " " + Self.shades([bar, bar], unicode: terminal.unicode)
    }
  }

  /// Values in 0…1 as characters of growing weight.
  static func shades(_ values: some Collection<Float>, unicode: Bool) -> String {
    let shades = Array(unicode ? " ·░▒▓█" : " .:-=+*#%@")
    return String(values.map { shades[min(Int($0 * Float(shades.count)), shades.count - 1)] })
  }
}
