import Audio

/// A picture of one sound or of several, one under the other, each in a view of its own.
public struct Figure: Sendable {
  let panels: [Panel]

  /// A sound in a view. Throws for an empty sound, for samples that are not finite, and for frequencies that are not
  /// there, and `PlotError.interrupted` soon after `isInterrupted` has become true.
  public init(
    of sound: Sound, as view: SoundView, title: String, section: PlotSection = PlotSection(),
    isInterrupted: () -> Bool = { false }
  ) throws(PlotError) {
    panels = [try Panel(of: sound, as: view, title: title, section: section, isInterrupted)]
  }

  /// The most curves that are told apart in one plot.
  public static let mostCurves = CurveStyle.all.count

  /// Sounds over one another in a view of curves, each with a name. Throws as above, where there are fewer than two or
  /// too many, and for another view.
  public init(
    of sounds: [(name: String, sound: Sound)], as view: SoundView, title: String,
    section: PlotSection = PlotSection(), isInterrupted: () -> Bool = { false }
  ) throws(PlotError) {
    guard (2...Self.mostCurves).contains(sounds.count) else { throw .nothingToDraw }
    panels = [try Panel(of: sounds, as: view, title: title, section: section, isInterrupted)]
  }

  private init(panels: [Panel]) { self.panels = panels }

  /// The plots of all figures, from top to bottom; throws when there are none.
  public static func stacked(_ figures: [Figure]) throws(PlotError) -> Figure {
    let panels = figures.flatMap(\.panels)
    guard !panels.isEmpty else { throw .nothingToDraw }
    return Figure(panels: panels)
  }
}

extension Figure {
  /// What was measured of its sounds, in views of curves, each in a few words.
  package var figures: [String] { panels.flatMap(\.content.figures) }
}

extension Figure: TerminalPicture {
  package var byteCount: Int { panels.reduce(0) { $0 + $1.content.byteCount } }

  /// The views and lengths of its sounds: "mel, 0.743 s".
  package var summary: String { panels.map(\.summary).joined(separator: "; ") }

  package func draw(on canvas: Canvas, leastScale: Double) {
    let height = Double(canvas.height) / Double(max(1, panels.count))
    let axes = Axes(canvas: canvas, scale: max(leastScale, min(Double(canvas.width) / 1200, height / 420)))
    let hasBar = panels.contains(where: \.content.hasColorBar)
    for (index, panel) in panels.enumerated() {
      panel.draw(top: Double(index) * height, height: height, axes: axes, hasBar: hasBar)
    }
  }

  /// A title, a row of the picture and its two rows of axis for two channels, at least.
  package var leastRows: Int { PanelText.leastRows }

  package func characters(_ terminal: TerminalCapabilities) throws(PlotError) -> String {
    var text = ""
    for panel in panels {
      let rows = max(leastRows, terminal.rows / panels.count)
      text += try PanelText(panel: panel, terminal: terminal, rows: rows).text()
    }
    return text
  }
}
