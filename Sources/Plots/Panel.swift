import Audio
import Text

/// One plot of a figure: a sound in one view, or several over one another, and what is written around it.
struct Panel: Sendable {
  let title: String
  /// How many sounds lie over one another.
  private let count: Int
  /// Facts about the sound, in a few words.
  let facts: String
  /// Seconds.
  let times: ClosedRange<Double>
  let view: SoundView
  let content: any DrawnSound

  /// Throws as `SoundView.drawn` does.
  init(
    of sound: Sound, as view: SoundView, title: String, section: PlotSection, _ isInterrupted: () -> Bool
  ) throws(PlotError) {
    (self.title, count) = (drawable(title), 1)
    facts = Self.facts(of: sound)
    times = section.times ?? section.start...(section.start + sound.duration)
    self.view = view
    content = try view.drawn(sound, section, isInterrupted)
  }

  /// Several sounds over one another. Throws as `SoundView.drawn` does, and for a view that draws no curves.
  init(
    of sounds: [(name: String, sound: Sound)], as view: SoundView, title: String, section: PlotSection,
    _ isInterrupted: () -> Bool
  ) throws(PlotError) {
    guard let overlaid = view.overlaid else { throw .nothingToDraw }
    (self.title, count) = (drawable(title), sounds.count)
    let curves = try overlaid(sounds.map { (drawable($0.name), $0.sound) }, section, isInterrupted)
    facts = "\(sounds.count) sounds"
    (times, self.view, content) = (curves.times, view, curves)
  }

  /// The view and the length that it shows, and what was measured: "mel, 0.743 s", "decay of 3 sounds, 0.743 s".
  var summary: String {
    let view = count == 1 ? view.name : "\(view.name) of \(count) sounds"
    let length = "\(view), \(decimals(times.upperBound - times.lowerBound, 3)) s"
    return content.figures.isEmpty ? length : length + ": " + content.figures.joined(separator: ", ")
  }

  // MARK: Pixels

  /// Draws the panel across the canvas, `height` pixels from `top` on.
  /// - Parameter hasBar: whether a panel of the figure has a bar of colours, which the others leave place for.
  func draw(top: Double, height: Double, axes: Axes, hasBar: Bool) {
    let (canvas, scale) = (axes.canvas, axes.scale)
    // Axis titles give way in small pictures.
    let roomy = height > 250 * scale && Double(canvas.width) > 420 * scale
    let left = ((roomy ? 82 : 50) * scale).rounded()
    let right = ((hasBar ? 100 : 32) * scale).rounded()
    let upper = (54 * scale).rounded()
    let lower = ((roomy ? 64 : 36) * scale).rounded()
    let area = Rectangle(
      x: left, y: (top + upper).rounded(), width: max(8, Double(canvas.width) - left - right),
      height: max(8, (height - upper - lower).rounded()))
    drawTitle(over: area, axes: axes)
    content.draw(in: area, axes: axes, roomy: roomy)
    axes.time(times, under: area, titled: roomy)
  }

  /// The title, cut where it is too long, and the facts behind it where there is place for them.
  private func drawTitle(over area: Rectangle, axes: Axes) {
    let (canvas, scale) = (axes.canvas, axes.scale)
    let y = area.y - 27 * scale
    let titleSize = 18 * scale
    let room = area.width
    var title = self.title
    if canvas.width(of: title, size: titleSize, bold: true) > room {
      while !title.isEmpty, canvas.width(of: title + "…", size: titleSize, bold: true) > room { title.removeLast() }
      title += "…"
    }
    canvas.text(title, x: area.x, y: y, size: titleSize, Theme.text, bold: true)
    let used = canvas.width(of: title, size: titleSize, bold: true)
    if used + canvas.width(of: facts, size: axes.tickSize) + 24 * scale < room {
      canvas.text(facts, x: area.right, y: y + 1.5 * scale, size: axes.tickSize, Theme.quiet, align: .right)
    }
  }

  // MARK: Words

  private static func facts(of sound: Sound) -> String {
    let channels =
      switch sound.channelCount {
      case 1: "mono"
      case 2: "stereo"
      default: "\(sound.channelCount) channels"
      }
    let seconds = sound.duration
    let length =
      seconds < 0.1
      ? "\(fixed(seconds * 1000, decimals: 1)) ms" : "\(fixed(seconds, decimals: seconds < 10 ? 3 : 1)) s"
    let rate = sound.sampleRate
    let decimals = [1000.0, 100, 10].firstIndex { (rate / $0).rounded() * $0 == rate } ?? 3
    let kilohertz = fixed(rate / 1000, decimals: decimals)
    let peak = sound.peak > 0 ? "peak \(fixed(decibels(sound.peak), decimals: 1)) dBFS" : "silent"
    return "\(length) · \(kilohertz) kHz · \(channels) · \(peak)"
  }
}

/// A text in one line and without control characters, which a terminal would obey and a picture would draw as boxes.
func drawable(_ text: String) -> String {
  String(
    text.map { $0.isNewline || $0.isWhitespace ? " " : $0 }.filter { character in
      !character.unicodeScalars.contains { $0.properties.generalCategory == .control }
    })
}
