import Audio

extension Sheet {
  /// The sheet for a terminal, in lines that end with a line feed: pixels where it shows them, else characters with the
  /// labels as text above each row.
  public func terminal(_ terminal: TerminalCapabilities) throws(PlotError) -> String {
    var bounded = terminal
    bounded.columns = min(max(terminal.columns, 24), 400)
    bounded.rows = min(max(terminal.rows, 3 * tiles.count + 1), 200)
    return terminal.graphics.isPixels ? try pixels(bounded) : try characters(bounded)
  }

  private func pixels(_ terminal: TerminalCapabilities) throws(PlotError) -> String {
    let width = min(terminal.columns * min(max(terminal.cellWidth, 4), 40), Figure.sizes.upperBound)
    let height = min(terminal.rows * min(max(terminal.cellHeight, 8), 80), Figure.sizes.upperBound)
    let canvas = try Canvas(width: width, height: height, background: Theme.background)
    SheetDrawing(sheet: self, canvas: canvas, leastScale: Double(terminal.cellHeight) / 18).draw()
    let picture = Chafa.picture(
      canvas.bytes, width: width, height: height, on: terminal, columns: terminal.columns, rows: terminal.rows)
    guard let picture else { throw .outOfMemory }
    return picture.hasSuffix("\n") ? picture : picture + "\n"
  }

  private func characters(_ terminal: TerminalCapabilities) throws(PlotError) -> String {
    // A cell lies between two pictures; those that don't fit are left out from the middle on.
    let width = max(3, (terminal.columns + 1) / columnLabels.count - 1)
    let height = max(1, (terminal.rows - 2 - tiles.count) / tiles.count)
    var lines = [title, labels(width: width)]
    for (row, tiles) in tiles.enumerated() {
      lines.append(rowLabels[row])
      let pictures = try tiles.map { tile throws(PlotError) in
        try picture(tile, row: row, width: width, height: height, terminal)
      }
      for line in 0..<height {
        lines.append(pictures.map { line < $0.count ? $0[line] : "" }.joined(separator: " "))
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The columns' labels, cut to their width.
  private func labels(width: Int) -> String {
    let cells = columnLabels.map { label in
      let text = label.count <= width ? label : label.split(separator: ":").first.map(String.init) ?? label
      let shown = text.prefix(width)
      return shown + String(repeating: " ", count: width - shown.count)
    }
    var line = cells.joined(separator: " ")
    while line.last == " " { line.removeLast() }
    return line
  }

  private func picture(
    _ tile: Tile, row: Int, width: Int, height: Int, _ terminal: TerminalCapabilities
  ) throws(PlotError) -> [String] {
    switch tile {
    case .waveform(let sound):
      let mono = sound.withChannels(1).channels.first ?? []
      return TextWaveform(mono, width: width, height: height, limit: limits[row], terminal: terminal).lines
    case .mel(let spectrogram):
      if terminal.graphics == .monochrome || terminal.graphics == .indexed16 {
        let values = HeatMap.values(spectrogram, width: width, height: height, range: ranges[row])
        return (0..<height).map { line in
          TerminalPicture.shades(values[(line * width)..<((line + 1) * width)], unicode: terminal.unicode)
        }
      }
      // Chafa looks at 8 × 8 pixels of a cell.
      let canvas = try Canvas(width: width * 8, height: height * 8, background: nil)
      let values = HeatMap.values(spectrogram, width: width * 8, height: height * 8, range: ranges[row])
      canvas.image(values.map { ColorMap.color($0).pixel }, width: width * 8, height: height * 8, x: 0, y: 0)
      let picture = Chafa.picture(
        canvas.bytes, width: width * 8, height: height * 8, on: terminal, columns: width, rows: height)
      guard let picture else { throw .outOfMemory }
      return picture.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
  }
}
