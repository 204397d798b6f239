extension DrawnCurves {
  // MARK: Pixels

  func draw(in area: Rectangle, axes: Axes, roomy: Bool) {
    let (canvas, scale) = (axes.canvas, axes.scale)
    canvas.fill(area, Theme.plot)
    let ticks = axis.ticks(range, gap: 15 * scale / area.height)
    for tick in ticks {
      let y = area.bottom - tick.position * area.height
      canvas.stroke([(area.x, y), (area.right, y)], Theme.grid, width: max(1, scale))
    }
    if isOne, let level = curves[0].curve.level { drawLevel(level, in: area, axes: axes) }
    drawCurves(in: area, range: range, on: canvas, scale: scale)
    for (label, place) in marks(over: range) {
      let (x, y) = (area.x + place.x * area.width, area.bottom - place.y * area.height)
      CurveStyle.all[0].draw(x: x, y: y, size: 4.5 * scale, on: canvas)
      // Where the curve has passed already, unless the picture ends there.
      let isLate = x + 20 * scale + canvas.width(of: label, size: axes.tickSize) > area.right
      canvas.text(
        label, x: x + (isLate ? -10 : 10) * scale, y: y + (isLate ? 12 : -9) * scale, size: axes.tickSize, Theme.text,
        align: isLate ? .right : .left)
    }
    if !isOne { drawLegend(in: area, axes: axes) }
    if isOne, let note { write(note, in: area, size: axes.tickSize * 1.2, on: canvas) }
    axes.frame(area)
    axes.ticks(ticks, leftOf: area)
    if roomy { axes.title(axis.title, leftOf: area) }
  }

  func drawTile(in area: Rectangle, range: ClosedRange<Double>, on canvas: Canvas, scale: Double) {
    canvas.fill(area, Theme.plot)
    drawCurves(in: area, range: range, on: canvas, scale: scale * 0.8)
    if let note = curves[0].curve.note { write(note, in: area, size: 11 * scale, on: canvas) }
  }

  /// In the middle, as large as it fits.
  private func write(_ note: String, in area: Rectangle, size: Double, on canvas: Canvas) {
    canvas.text(
      note, x: area.x + area.width / 2, y: area.y + area.height / 2,
      size: min(size, 1.6 * area.width / Double(note.count)), Theme.quiet, align: .center)
  }

  private func drawLevel(_ level: (value: Double, label: String), in area: Rectangle, axes: Axes) {
    let position = axis.position(of: level.value, in: range)
    guard 0...1 ~= position else { return }
    let y = area.bottom - position * area.height
    axes.canvas.stroke(
      [(area.x, y), (area.right, y)], Theme.quiet, width: max(1, axes.scale), opacity: 0.8, dash: 5 * axes.scale)
    axes.canvas.text(
      level.label, x: area.right - 10 * axes.scale, y: y + (position < 0.1 ? -9 : 11) * axes.scale,
      size: axes.tickSize, Theme.quiet, align: .right)
  }

  private func drawCurves(in area: Rectangle, range: ClosedRange<Double>, on canvas: Canvas, scale: Double) {
    for (index, (_, curve)) in curves.enumerated() {
      let style = CurveStyle.all[index % CurveStyle.all.count]
      let pieces = lines(of: curve, over: range)
      for piece in pieces {
        let points = Self.thinned(piece, columns: Int(area.width)).map { point in
          (x: area.x + point.x * area.width, y: area.bottom - point.y * area.height)
        }
        if points.count > 1 { canvas.stroke(points, style.color, width: 2 * scale) }
        if points.count == 1 { style.draw(x: points[0].x, y: points[0].y, size: 3 * scale, on: canvas) }
      }
      guard !isOne else { continue }
      // Marks in turn, so that those of curves that run together don't cover one another.
      let count = max(1, Int(area.width / (90 * scale)))
      var isMarked = false
      func mark(x: Double, y: Double) {
        style.draw(x: area.x + x * area.width, y: area.bottom - y * area.height, size: 4.5 * scale, on: canvas)
        isMarked = true
      }
      for step in 0..<count {
        let x = (Double(step) + (Double(index) + 0.5) / Double(curves.count)) / Double(count)
        if let y = pieces.lazy.compactMap({ Self.height(of: $0, at: x) }).first { mark(x: x, y: y) }
      }
      if !isMarked, let longest = pieces.max(by: { $0.count < $1.count }) {
        mark(x: longest[longest.count / 2].x, y: longest[longest.count / 2].y)
      }
    }
  }

  /// The first and the last of a column's points, and between them its lowest and its highest.
  private static func thinned(_ piece: [Point], columns: Int) -> [Point] {
    guard piece.count > 4 * columns else { return piece }
    var result: [Point] = []
    var start = 0
    while start < piece.count {
      let column = Int(piece[start].x * Double(columns))
      var end = start + 1
      while end < piece.count, Int(piece[end].x * Double(columns)) == column { end += 1 }
      let indices = start..<end
      let low = indices.min { piece[$0].y < piece[$1].y } ?? start
      let high = indices.max { piece[$0].y < piece[$1].y } ?? start
      result += Set([start, low, high, end - 1]).sorted().map { piece[$0] }
      start = end
    }
    return result
  }

  /// The curves' marks, names and figures in the upper right corner, on a ground that lets what lies behind through.
  private func drawLegend(in area: Rectangle, axes: Axes) {
    let (canvas, scale) = (axes.canvas, axes.scale)
    let (line, margin, swatch) = (20 * scale, 10 * scale, 34 * scale)
    func row(_ name: String, _ words: [String]) -> String { ([name] + words).joined(separator: " · ") }
    var rows = curves.map { row($0.name, Self.words(of: $0.curve)) }
    let most = area.width * 0.6 - swatch - margin
    func width() -> Double { rows.map { canvas.width(of: $0, size: axes.tickSize) }.max() ?? 0 }
    if width() > most { rows = curves.map { row($0.name, [$0.curve.note].compactMap(\.self)) } }
    rows = rows.map { text in
      guard canvas.width(of: text, size: axes.tickSize) > most else { return text }
      var text = text
      while !text.isEmpty, canvas.width(of: text + "…", size: axes.tickSize) > most { text.removeLast() }
      return text + "…"
    }
    let box = Rectangle(
      x: area.right - width() - swatch - 2 * margin, y: area.y + margin, width: width() + swatch + margin,
      height: Double(rows.count) * line + margin * 0.6)
    canvas.fill(box, Theme.plot, opacity: 0.85)
    for (index, row) in rows.enumerated() {
      let style = CurveStyle.all[index % CurveStyle.all.count]
      let y = box.y + margin * 0.3 + (Double(index) + 0.5) * line
      canvas.stroke([(box.x + 4 * scale, y), (box.x + swatch - 6 * scale, y)], style.color, width: 2 * scale)
      style.draw(x: box.x + swatch / 2, y: y, size: 4.5 * scale, on: canvas)
      canvas.text(row, x: box.x + swatch, y: y, size: axes.tickSize, Theme.text)
    }
  }
}
