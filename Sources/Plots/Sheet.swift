import Audio
import Text

/// Small pictures of many sounds side by side, such as the states of a run: a column each, and rows of different
/// sounds.
public struct Sheet: Sendable {
  /// The most columns that a sheet may have.
  public static let mostColumns = 12

  package let title: String
  let view: SoundView
  let columnLabels: [String]
  let rows: [Row]

  /// Small pictures beside one another, which compare, since they share a range.
  struct Row: Sendable {
    let label: String
    /// One for each column.
    let tiles: [Tile]
    /// What stands over each, where the columns have no labels.
    var tileLabels: [String] = []
    let range: ClosedRange<Double>
  }

  /// A small picture of a sound, which lasts for so much of the longest.
  struct Tile: Sendable {
    let drawn: any DrawnSound
    /// In 0…1 of the tile's width.
    let share: Double
  }

  /// The most sounds that a sheet without rows of its own may have.
  public static let mostTiles = 64

  /// A sheet of sounds one after the other, in rows of up to eight, each with a label. Throws as below.
  public init(
    title: String, kind view: SoundView, tiles: [(label: String, sound: Sound)], section: PlotSection = PlotSection(),
    isInterrupted: () -> Bool = { false }
  ) throws(PlotError) {
    let columns = min(8, tiles.count)
    guard columns > 0, tiles.count <= Self.mostTiles else { throw .nothingToDraw }
    (self.title, self.view, columnLabels) = (drawable(title), view, [String](repeating: "", count: columns))
    let drawn = try Self.tiles(of: tiles.map(\.sound), view, section, isInterrupted)
    let range = Self.range(drawn)
    rows = stride(from: 0, to: tiles.count, by: columns).map { start in
      let row = start..<min(start + columns, tiles.count)
      return Row(
        label: "", tiles: Array(drawn[row]), tileLabels: tiles[row].map { drawable($0.label) }, range: range)
    }
  }

  /// A sheet of rows that have a sound for each column. Throws when there are none, or too many columns, and for sounds
  /// that are empty or not finite.
  public init(
    title: String, kind view: SoundView, columns: [String], rows: [(label: String, sounds: [Sound])],
    section: PlotSection = PlotSection(),
    isInterrupted: () -> Bool = { false }
  ) throws(PlotError) {
    guard !columns.isEmpty, columns.count <= Self.mostColumns, !rows.isEmpty,
      rows.allSatisfy({ $0.sounds.count == columns.count })
    else { throw .nothingToDraw }
    (self.title, self.view, columnLabels) = (drawable(title), view, columns.map(drawable))
    let drawn = try Self.tiles(of: rows.flatMap(\.sounds), view, section, isInterrupted)
    self.rows = rows.enumerated().map { index, row in
      let tiles = Array(drawn[(index * columns.count)..<((index + 1) * columns.count)])
      return Row(label: drawable(row.label), tiles: tiles, range: Self.range(tiles))
    }
  }

  private static func range(_ tiles: [Tile]) -> ClosedRange<Double> {
    tiles.first?.drawn.shared(tiles.map(\.drawn.range)) ?? 0...1
  }

  /// Over one axis of time, on which shorter sounds end earlier.
  private static func tiles(
    of sounds: [Sound], _ view: SoundView, _ section: PlotSection, _ isInterrupted: () -> Bool
  ) throws(PlotError) -> [Tile] {
    // Where the section tells the times, they are the same for all.
    let longest = section.times == nil ? sounds.map(\.duration).max() : nil
    return try sounds.map { sound throws(PlotError) in
      if isInterrupted() { throw .interrupted }
      return Tile(
        drawn: try view.drawn(sound, section, isInterrupted), share: longest.map { sound.duration / $0 } ?? 1)
    }
  }
}

extension Sheet: TerminalPicture {
  package var byteCount: Int { rows.reduce(0) { $0 + $1.tiles.reduce(0) { $0 + $1.drawn.byteCount } } }

  /// What it shows, in a line: "mel of 8 × 2 sounds, from 0: sigma 1.00 to 15: sigma 0.25".
  package var summary: String {
    guard rows.allSatisfy(\.tileLabels.isEmpty) else {
      return "\(view.name) of \(counted(rows.reduce(0) { $0 + $1.tiles.count }, "sound"))"
    }
    let ends = [columnLabels.first, columnLabels.last].compactMap(\.self)
    let span = columnLabels.count == 1 ? "at \(ends[0])" : "from \(ends.joined(separator: " to "))"
    let size = rows.count == 1 ? counted(columnLabels.count, "sound") : "\(columnLabels.count) × \(rows.count) sounds"
    return "\(view.name) of \(size), \(span)"
  }

  // MARK: Pixels

  /// The title, a label over each column and beside each row, and the small pictures.
  package func draw(on canvas: Canvas, leastScale: Double) {
    let scale = max(leastScale, min(Double(canvas.width) / 1200, Double(canvas.height) / 600))
    let isLabelled = !self.rows.allSatisfy(\.tileLabels.isEmpty)
    let (left, margin, gap) = ((isLabelled ? 18 : 46) * scale, 18 * scale, 8 * scale)
    let (upper, between) = (84 * scale, (isLabelled ? 28 : 8) * scale)
    let (columns, rows) = (Double(columnLabels.count), Double(self.rows.count))
    let width = max(4, (Double(canvas.width) - left - margin - gap * (columns - 1)) / columns)
    let height = max(4, (Double(canvas.height) - upper - margin - between * (rows - 1)) / rows)
    canvas.text(title, x: left, y: 30 * scale, size: 18 * scale, Theme.text, bold: true)
    for (column, label) in columnLabels.enumerated() {
      let x = left + Double(column) * (width + gap) + width / 2
      write(label, over: x, y: upper, width: width, on: canvas, scale: scale)
    }
    for (index, row) in self.rows.enumerated() {
      let y = upper + Double(index) * (height + between)
      canvas.text(
        row.label, x: left - 22 * scale, y: y + height / 2, size: 13.5 * scale, Theme.quiet, align: .center,
        turned: true)
      for (column, tile) in row.tiles.enumerated() {
        let area = Rectangle(
          x: (left + Double(column) * (width + gap)).rounded(), y: y.rounded(), width: width.rounded(.down),
          height: height.rounded(.down))
        let picture = Rectangle(
          x: area.x, y: area.y, width: max(1, (area.width * tile.share).rounded()), height: area.height)
        tile.drawn.drawTile(in: picture, range: row.range, on: canvas, scale: scale)
        canvas.outline(area, Theme.frame, width: max(1, scale.rounded()))
        guard column < row.tileLabels.count else { continue }
        write(row.tileLabels[column], over: area.x + width / 2, y: y, width: width, on: canvas, scale: scale)
      }
    }
  }

  /// A label over a tile's or a column's middle, as large as it fits.
  private func write(_ label: String, over x: Double, y: Double, width: Double, on canvas: Canvas, scale: Double) {
    let size = min(13.5 * scale, 1.7 * width / Double(max(1, label.count)))
    canvas.text(
      label, x: x, y: y - (rows[0].tileLabels.isEmpty ? 16 : 12) * scale, size: size, Theme.text, align: .center)
  }

  // MARK: Characters

  /// The title, the columns' labels, and for each row its label and a line of picture.
  package var leastRows: Int { 3 * rows.count + 1 }

  package func characters(_ terminal: TerminalCapabilities) throws(PlotError) -> String {
    // A cell lies between two pictures; those that don't fit are left out from the middle on.
    let width = max(3, (terminal.columns + 1) / columnLabels.count - 1)
    let height = max(1, (terminal.rows - 2 - rows.count) / rows.count)
    var lines = [String(title.prefix(terminal.columns)), labels(columnLabels, width: width)]
    for row in rows {
      lines.append(row.tileLabels.isEmpty ? row.label : labels(row.tileLabels, width: width))
      let pictures = try row.tiles.map { tile throws(PlotError) in
        let own = max(1, Int((Double(width) * tile.share).rounded()))
        let lines = try tile.drawn.tileLines(width: own, height: height, range: row.range, on: terminal)
        return lines.map { $0 + String(repeating: " ", count: width - own) }
      }
      for line in 0..<height {
        lines.append(pictures.map { line < $0.count ? $0[line] : "" }.joined(separator: " "))
      }
    }
    if !rows.allSatisfy(\.tileLabels.isEmpty) { lines.remove(at: 1) }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Labels beside one another, cut to the columns' width.
  private func labels(_ labels: [String], width: Int) -> String {
    let cells = labels.map { label in
      let text = label.count <= width ? label : label.split(separator: ":").first.map(String.init) ?? label
      return String(text.prefix(width)).padded(to: width)
    }
    var line = cells.joined(separator: " ")
    while line.last == " " { line.removeLast() }
    return line
  }
}
