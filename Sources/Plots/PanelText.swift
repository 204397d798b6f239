import Text

/// A plot made of characters: title, what is said of curves, picture with labels at its left and right, time axis with
/// labels below it.
struct PanelText {
  /// The fewest rows that a panel takes.
  static let leastRows = 7

  /// Columns before a legend.
  private static let indent = 5

  private let panel: Panel
  private let terminal: TerminalCapabilities
  /// Cells of the picture itself.
  private let width: Int
  private let height: Int

  /// Columns at the left, for the labels and the axis.
  private let gutter: Int
  /// The colour bar: a space, two cells, a space and a number; without one a margin.
  private let barWidth: Int
  /// What tells curves apart.
  private let legend: [String]

  init(panel: Panel, terminal: TerminalCapabilities, rows: Int) {
    self.panel = panel
    self.terminal = terminal
    legend = panel.content.legend(
      width: terminal.columns - Self.indent, rows: rows < Self.leastRows + 5 ? 1 : 2, on: terminal)
    height = rows - 3 - legend.count
    let longest = { (labels: [Int: String]) in labels.values.reduce(0) { max($0, $1.count) } }
    gutter = max(5, longest(panel.content.labels(height: height)) + 1)
    let levels = panel.content.hasColorBar ? Self.levels(panel, height: height) : [:]
    barWidth = panel.content.hasColorBar ? max(7, longest(levels) + 4) : 1
    width = terminal.columns - gutter - barWidth
  }

  func text() throws(PlotError) -> String {
    let picture = try panel.content.lines(width: width, height: height, on: terminal)
    let left = panel.content.labels(height: height)
    let right = panel.content.hasColorBar ? Self.levels(panel, height: height) : [:]
    let names = panel.content.names(height: height)
    var lines = [titleLine()] + legend.map { pad("", to: Self.indent) + $0 }
    for row in 0..<height {
      let label = left[row].map { pad($0, to: gutter - 1) + mark("┤", "+") }
      let edge = label ?? pad("", to: gutter - 1) + mark("│", "|")
      let line = row < picture.count ? picture[row] : ""
      lines.append(edge + (names[row].map { named($0, line) } ?? line) + (right[row].map { " " + $0 } ?? ""))
    }
    lines += timeLines()
    return lines.map { plain($0) + "\n" }.joined()
  }

  /// A channel's name at the end of its lane's first line, where what is struck has rung out, if it is empty there.
  private func named(_ name: String, _ line: String) -> String {
    guard let end = line.range(of: String(repeating: " ", count: name.count + 1), options: .backwards) else {
      return line
    }
    return line.replacingCharacters(in: end, with: " " + name)
  }

  // MARK: Labels

  private func mark(_ unicode: String, _ ascii: String) -> String { terminal.unicode ? unicode : ascii }

  private func pad(_ text: String, to width: Int) -> String { text.padded(to: width, atStart: true) }

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
    let unit = panel.content.unit
    let room = terminal.columns - gutter - (panel.content.hasColorBar ? barWidth : 0)
    let title = panel.title.count <= room ? panel.title : panel.title.prefix(max(0, room - 1)) + mark("…", "~")
    var line = title
    if title.count + panel.facts.count + 2 <= room {
      line += String(repeating: " ", count: room - title.count - panel.facts.count) + panel.facts
    }
    if panel.content.hasColorBar { line += String(repeating: " ", count: room - line.count) + " dBFS" }
    return pad(unit, to: gutter - 1) + " " + line
  }

  /// Labels by row, at the right: those of the colours.
  private static func levels(_ panel: Panel, height: Int) -> [Int: String] {
    Ticks.linear(panel.content.range, atMost: (height + 3) / 3).labels(from: 0, to: height)
  }

  private func timeLines() -> [String] {
    let axis = Ticks.time(panel.times, atMost: max(2, width / 12))
    var line = Array(repeating: mark("─", "-"), count: width)
    var labels = Array(repeating: Character(" "), count: terminal.columns)
    var free = 0
    for tick in axis.ticks {
      let column = min(width - 1, Int(tick.position * Double(width)))
      let label = axis.unit == "min" ? tick.label : "\(tick.label) \(axis.unit)"
      let start = max(0, gutter + column - label.count / 2)
      guard start >= free, start + label.count <= terminal.columns else { continue }
      line[column] = mark("┬", "+")
      labels.replaceSubrange(start..<(start + label.count), with: label)
      free = start + label.count + 1
    }
    while labels.last == " " { labels.removeLast() }
    return [pad("", to: gutter - 1) + mark("└", "+") + line.joined(), String(labels)]
  }
}
