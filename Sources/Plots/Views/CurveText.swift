extension DrawnCurves {
  // MARK: Characters

  func labels(height: Int) -> [Int: String] {
    axis.ticks(range, gap: 1 / Double(height)).labels(from: 0, to: height)
  }

  func lines(width: Int, height: Int, on terminal: TerminalCapabilities) -> [String] {
    var cells = cells(width: width, height: height, range: range, on: terminal)
    for (_, place) in marks(over: range) {
      let (row, column) = Self.cell(of: place, width: width, height: height)
      cells[row][column] = (terminal.unicode ? "●" : "o", 0)
    }
    if isOne, let note, note.count <= width {
      for (index, character) in note.enumerated() {
        cells[height / 2][(width - note.count) / 2 + index] = (character, nil)
      }
    }
    return cells.map { Self.line($0, on: terminal) }
  }

  func tileLines(
    width: Int, height: Int, range: ClosedRange<Double>, on terminal: TerminalCapabilities
  ) -> [String] {
    cells(width: width, height: height, range: range, on: terminal).map { Self.line($0, on: terminal) }
  }

  /// Of several curves the marks and names, with what was measured where it finds place; of one what was measured.
  func legend(width: Int, rows: Int, on terminal: TerminalCapabilities) -> [String] {
    guard !isOne else {
      let text = (curves[0].curve.note == nil ? figures : []).joined(separator: " · ")
      return text.isEmpty ? [] : [Self.cut(text, to: width)]
    }
    let full = curves.map { ([$0.name] + Self.words(of: $0.curve)).joined(separator: " ") }
    let short = curves.map { ([$0.name] + [$0.curve.note].compactMap(\.self)).joined(separator: " ") }
    // A mark and a space before each, and two spaces after it.
    let each = (rows * width + 2) / curves.count / rows * rows - 4
    let least = max(1, min(each, (width + 2) / ((curves.count + rows - 1) / rows) - 4))
    for names in [full, short, short.map { Self.cut($0, to: least) }] {
      let lines = Self.wrapped(names.map { $0.count + 2 }, width: width)
      guard lines.count <= rows || names.allSatisfy({ $0.count <= least }) else { continue }
      return lines.prefix(rows).map { indices in
        indices.map { index in
          let style = CurveStyle.all[index % CurveStyle.all.count]
          let mark = String(terminal.unicode ? style.mark : style.letter)
          let color = style.escape(terminal.graphics)
          return (color.isEmpty ? mark : color + mark + "\u{1B}[0m") + " " + names[index]
        }.joined(separator: "  ")
      }
    }
    return []
  }

  /// Which of things of these widths stand in each line, two spaces apart.
  private static func wrapped(_ widths: [Int], width: Int) -> [[Int]] {
    var lines: [[Int]] = []
    var used = 0
    for (index, own) in widths.enumerated() {
      if lines.isEmpty || used + 2 + own > width {
        lines.append([])
        used = -2
      }
      lines[lines.count - 1].append(index)
      used += 2 + own
    }
    return lines
  }

  private static func cut(_ text: String, to width: Int) -> String {
    text.count <= width ? text : text.prefix(max(0, width - 1)) + "…"
  }

  /// A character and the curve that it belongs to.
  private typealias Cell = (character: Character, curve: Int?)

  private static func cell(of place: Point, width: Int, height: Int) -> (row: Int, column: Int) {
    (min(height - 1, Int((1 - place.y) * Double(height))), min(width - 1, Int(place.x * Double(width))))
  }

  /// The curves as lines of dots; of several each has its mark on it, and where dots are coarse nothing else.
  private func cells(
    width: Int, height: Int, range: ClosedRange<Double>, on terminal: TerminalCapabilities
  ) -> [[Cell]] {
    var cells = [[Cell]](repeating: [Cell](repeating: (" ", nil), count: width), count: height)
    var dots = TextDots(width: width, height: height, unicode: terminal.unicode)
    let (across, down) = (width * dots.across, height * dots.down)
    func row(_ height: Double) -> Int { min(down - 1, max(0, Int((1 - height) * Double(down)))) }
    for (index, (_, curve)) in curves.enumerated() {
      for piece in lines(of: curve, over: range) {
        for (column, rows) in Self.columns(of: piece, count: across) {
          let (top, bottom) = (row(rows.upperBound), row(rows.lowerBound))
          dots.set(column: column, rows: top...bottom)
          for row in (top / dots.down)...(bottom / dots.down) where cells[row][column / dots.across].curve == nil {
            cells[row][column / dots.across].curve = index
          }
        }
      }
    }
    for row in cells.indices {
      for (column, character) in dots.characters(row: row).enumerated() where cells[row][column].curve != nil {
        let letter = cells[row][column].curve.map { CurveStyle.all[$0 % CurveStyle.all.count].letter }
        cells[row][column].character = isOne || terminal.unicode ? character : letter ?? character
      }
    }
    guard !isOne else { return cells }
    mark(&cells, range: range, on: terminal)
    return cells
  }

  /// Sets the curves' marks onto them, in turn so that those of curves that run together don't cover one another.
  private func mark(_ cells: inout [[Cell]], range: ClosedRange<Double>, on terminal: TerminalCapabilities) {
    let (height, width) = (cells.count, cells.first?.count ?? 0)
    let spacing = max(3 * curves.count, 10)
    for (index, (_, curve)) in curves.enumerated() {
      let style = CurveStyle.all[index % CurveStyle.all.count]
      let pieces = lines(of: curve, over: range)
      var places = stride(from: index * spacing / curves.count, to: width, by: spacing).compactMap { column -> Point? in
        let x = (Double(column) + 0.5) / Double(width)
        return pieces.lazy.compactMap { Self.height(of: $0, at: x) }.first.map { (x, $0) }
      }
      if places.isEmpty, let longest = pieces.max(by: { $0.count < $1.count }) {
        places = [longest[longest.count / 2]]
      }
      for place in places {
        let (row, column) = Self.cell(of: place, width: width, height: height)
        cells[row][column] = (terminal.unicode ? style.mark : style.letter, index)
      }
    }
  }

  /// The columns that a piece runs through, and from which height to which in each.
  private static func columns(of piece: [Point], count: Int) -> [(column: Int, heights: ClosedRange<Double>)] {
    guard let first = piece.first else { return [] }
    func column(_ point: Point) -> Int { min(count - 1, Int(point.x * Double(count))) }
    var found: [Int: ClosedRange<Double>] = [:]
    func add(_ height: Double, _ column: Int) {
      let old = found[column] ?? height...height
      found[column] = min(old.lowerBound, height)...max(old.upperBound, height)
    }
    add(first.y, column(first))
    for (from, to) in zip(piece, piece.dropFirst()) {
      add(to.y, column(to))
      // At the edges between columns the height is that of both.
      for edge in (column(from) + 1)..<(max(column(from), column(to)) + 1) {
        let share = (Double(edge) / Double(count) - from.x) / (to.x - from.x)
        let height = from.y + share * (to.y - from.y)
        add(height, edge - 1)
        add(height, edge)
      }
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// A line of cells, with the curves' colours.
  private static func line(_ cells: [Cell], on terminal: TerminalCapabilities) -> String {
    var line = ""
    var color = ""
    for cell in cells {
      let own = cell.curve.map { CurveStyle.all[$0 % CurveStyle.all.count].escape(terminal.graphics) } ?? ""
      if own != color { line += own.isEmpty ? "\u{1B}[0m" : own }
      color = own
      line.append(cell.character)
    }
    return color.isEmpty ? line : line + "\u{1B}[0m"
  }
}
