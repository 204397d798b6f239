/// Lays a sheet out on a canvas: the title, a label over each column and beside each row, and the small pictures.
struct SheetDrawing {
  let sheet: Sheet
  let canvas: Canvas
  private let scale: Double

  /// Nothing is drawn smaller than `leastScale` makes it.
  init(sheet: Sheet, canvas: Canvas, leastScale: Double = 0.66) {
    self.sheet = sheet
    self.canvas = canvas
    scale = max(leastScale, min(Double(canvas.width) / 1200, Double(canvas.height) / 600))
  }

  func draw() {
    let (left, upper, margin, gap) = (46 * scale, 84 * scale, 18 * scale, 8 * scale)
    let (columns, rows) = (Double(sheet.columnLabels.count), Double(sheet.rowLabels.count))
    let width = max(4, (Double(canvas.width) - left - margin - gap * (columns - 1)) / columns)
    let height = max(4, (Double(canvas.height) - upper - margin - gap * (rows - 1)) / rows)
    canvas.text(sheet.title, x: left, y: 30 * scale, size: 18 * scale, Theme.text, bold: true)
    for (column, label) in sheet.columnLabels.enumerated() {
      let x = left + Double(column) * (width + gap) + width / 2
      let size = min(13.5 * scale, 1.7 * width / Double(max(1, label.count)))
      canvas.text(label, x: x, y: upper - 16 * scale, size: size, Theme.text, align: .center)
    }
    for (row, tiles) in sheet.tiles.enumerated() {
      let y = upper + Double(row) * (height + gap)
      canvas.text(
        sheet.rowLabels[row], x: left - 22 * scale, y: y + height / 2, size: 13.5 * scale, Theme.quiet, align: .center,
        turned: true)
      for (column, tile) in tiles.enumerated() {
        let area = Rectangle(
          x: (left + Double(column) * (width + gap)).rounded(), y: y.rounded(), width: width.rounded(.down),
          height: height.rounded(.down))
        draw(tile, in: area, row: row)
      }
    }
  }

  private func draw(_ tile: Sheet.Tile, in area: Rectangle, row: Int) {
    switch tile {
    case .mel(let spectrogram):
      let (width, height) = (Int(area.width), Int(area.height))
      let values = HeatMap.values(spectrogram, width: width, height: height, range: sheet.ranges[row])
      canvas.image(
        values.map { ColorMap.color($0).pixel }, width: width, height: height, x: Int(area.x), y: Int(area.y))
    case .waveform(let sound):
      for (lane, samples) in WaveformDrawing.lanes(of: sound, in: area, gap: (4 * scale).rounded()) {
        canvas.fill(lane, Theme.plot)
        WaveformDrawing(canvas: canvas, scale: scale * 0.6, limit: sheet.limits[row]).draw(samples, in: lane)
      }
    }
    canvas.outline(area, Theme.frame, width: max(1, scale.rounded()))
  }
}
