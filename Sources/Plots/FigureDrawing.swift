import Analysis
import Audio

/// The colours of figures.
enum Theme {
  static let background = Color(0x14, 0x11, 0x1A)
  static let plot = Color(0x1B, 0x17, 0x23)
  static let frame = Color(0x4A, 0x43, 0x57)
  static let grid = Color(0x3A, 0x34, 0x46)
  static let text = Color(0xEE, 0xE9, 0xF4)
  static let quiet = Color(0xA9, 0xA0, 0xB8)
  static let wave = ColorMap.color(0.58)
  static let body = ColorMap.color(0.80)
}

/// Lays panels out on a canvas, with axes, titles and colour bars around them.
struct FigureDrawing {
  private let panels: [Panel]
  private let canvas: Canvas
  /// Pixels for each of the pixels of a figure of 1200 × 600.
  private let scale: Double
  private let panelHeight: Double

  /// Nothing is drawn smaller than `leastScale` makes it; terminals ask for large labels that way.
  init(panels: [Panel], canvas: Canvas, leastScale: Double = 0.66) {
    self.panels = panels
    self.canvas = canvas
    panelHeight = Double(canvas.height) / Double(max(1, panels.count))
    scale = max(leastScale, min(Double(canvas.width) / 1200, panelHeight / 420))
  }

  func draw() {
    for (index, panel) in panels.enumerated() {
      draw(panel, top: Double(index) * panelHeight)
    }
  }

  private var tickSize: Double { 13.5 * scale }

  private func draw(_ panel: Panel, top: Double) {
    let hasBar = panels.contains { $0.colorRange != nil }
    // Axis titles give way in small pictures.
    let roomy = panelHeight > 250 * scale && Double(canvas.width) > 420 * scale
    let left = ((roomy ? 82 : 50) * scale).rounded()
    let right = ((hasBar ? 100 : 32) * scale).rounded()
    let upper = (54 * scale).rounded()
    let lower = ((roomy ? 64 : 36) * scale).rounded()
    let area = Rectangle(
      x: left, y: (top + upper).rounded(), width: max(8, Double(canvas.width) - left - right),
      height: max(8, (panelHeight - upper - lower).rounded()))

    drawTitle(panel, over: area)
    switch panel.content {
    case .mel(let spectrogram): drawMel(spectrogram, in: area, roomy: roomy)
    case .waveform(let sound): drawWaveform(sound, in: area, roomy: roomy)
    }
    drawTimeAxis(panel.duration, under: area, roomy: roomy)
  }

  private func drawTitle(_ panel: Panel, over area: Rectangle) {
    let y = area.y - 27 * scale
    let titleSize = 18 * scale
    let room = area.width
    var title = panel.title
    if canvas.width(of: title, size: titleSize, bold: true) > room {
      while !title.isEmpty, canvas.width(of: title + "…", size: titleSize, bold: true) > room { title.removeLast() }
      title += "…"
    }
    canvas.text(title, x: area.x, y: y, size: titleSize, Theme.text, bold: true)
    let used = canvas.width(of: title, size: titleSize, bold: true)
    if used + canvas.width(of: panel.facts, size: tickSize) + 24 * scale < room {
      canvas.text(panel.facts, x: area.right, y: y + 1.5 * scale, size: tickSize, Theme.quiet, align: .right)
    }
  }

  private func drawTimeAxis(_ duration: Double, under area: Rectangle, roomy: Bool) {
    let axis = Ticks.time(duration, atMost: max(2, Int(area.width / (90 * scale))))
    for tick in axis.ticks {
      let x = area.x + tick.position * area.width
      mark(fromX: x, y: area.bottom, toX: x, y: area.bottom + 6 * scale)
      canvas.text(tick.label, x: x, y: area.bottom + 18 * scale, size: tickSize, Theme.text, align: .center)
    }
    guard roomy else { return }
    canvas.text(
      "time (\(axis.unit))", x: area.x + area.width / 2, y: area.bottom + 43 * scale, size: tickSize, Theme.quiet,
      align: .center)
  }

  private func mark(fromX x0: Double, y y0: Double, toX x1: Double, y y1: Double) {
    canvas.stroke([(x0, y0), (x1, y1)], Theme.frame, width: max(1, scale))
  }

  private func frame(_ area: Rectangle) {
    canvas.outline(area, Theme.frame, width: max(1, scale.rounded()))
  }

  private func drawTicks(_ ticks: [Tick], leftOf area: Rectangle) {
    for tick in ticks {
      let y = area.bottom - tick.position * area.height
      mark(fromX: area.x - 6 * scale, y: y, toX: area.x, y: y)
      canvas.text(tick.label, x: area.x - 11 * scale, y: y, size: tickSize, Theme.text, align: .right)
    }
  }

  private func drawAxisTitle(_ title: String, leftOf area: Rectangle) {
    canvas.text(
      title, x: area.x - 62 * scale, y: area.y + area.height / 2, size: tickSize, Theme.quiet, align: .center,
      turned: true)
  }

  // MARK: Mel spectrogram

  private func drawMel(_ spectrogram: MelSpectrogram, in area: Rectangle, roomy: Bool) {
    let (width, height) = (Int(area.width), Int(area.height))
    let range = HeatMap.range(of: spectrogram)
    let values = HeatMap.values(spectrogram, width: width, height: height, range: range)
    canvas.image(
      values.map { ColorMap.color($0).pixel }, width: width, height: height, x: Int(area.x), y: Int(area.y))
    frame(area)
    drawTicks(
      Ticks.mel(highest: spectrogram.highestFrequency, gap: 15 * scale / area.height), leftOf: area)
    if roomy { drawAxisTitle("frequency (Hz)", leftOf: area) }
    drawColorBar(range, beside: area)
  }

  private func drawColorBar(_ range: ClosedRange<Float>, beside area: Rectangle) {
    let bar = Rectangle(
      x: area.right + (20 * scale).rounded(), y: area.y, width: (16 * scale).rounded(), height: area.height)
    let (width, height) = (Int(bar.width), Int(bar.height))
    let pixels = (0..<height).flatMap { row in
      [UInt32](
        repeating: ColorMap.color(1 - (Float(row) + 0.5) / Float(height)).pixel, count: width)
    }
    canvas.image(pixels, width: width, height: height, x: Int(bar.x), y: Int(bar.y))
    frame(bar)
    let ticks = Ticks.linear(
      Double(range.lowerBound)...Double(range.upperBound), atMost: max(2, Int(area.height / (40 * scale))))
    for tick in ticks {
      let y = bar.bottom - tick.position * bar.height
      mark(fromX: bar.right, y: y, toX: bar.right + 5 * scale, y: y)
      canvas.text(tick.label, x: bar.right + 10 * scale, y: y, size: tickSize, Theme.text)
    }
    canvas.text(
      "dB", x: bar.x + bar.width / 2, y: bar.y - 14 * scale, size: tickSize, Theme.quiet, align: .center)
  }

  // MARK: Waveform

  private func drawWaveform(_ sound: Sound, in area: Rectangle, roomy: Bool) {
    let limit = Envelope.limit(peak: sound.peak)
    let lanes = WaveformDrawing.lanes(of: sound, in: area, gap: (18 * scale).rounded())
    for (lane, samples) in lanes {
      canvas.fill(lane, Theme.plot)
      drawTicks(
        Ticks.linear(-limit...limit, atMost: lane.height > 64 * scale ? 4 : 2), leftOf: lane)
      WaveformDrawing(canvas: canvas, scale: scale, limit: limit).draw(samples, in: lane)
      frame(lane)
    }
    // The names would lie on the samples of narrow lanes.
    if lanes.count > 1, lanes.allSatisfy({ $0.lane.height > 80 * scale }) {
      for (index, (lane, _)) in lanes.enumerated() {
        let name = sound.channelCount == 2 ? (index == 0 ? "left" : "right") : "\(index + 1)"
        canvas.text(name, x: lane.x + 10 * scale, y: lane.y + 14 * scale, size: tickSize * 0.9, Theme.quiet)
      }
    }
    if roomy { drawAxisTitle("amplitude", leftOf: area) }
  }
}
