import Audio

/// A way to look at a sound: a name, a title, and how a sound is made ready to be drawn. Each has its own file, which
/// draws it in figures, in the tiles of sheets, and in characters.
public struct SoundView: Sendable {
  /// The name that a person chooses it by.
  public let name: String
  /// What stands over a plot that has no other title.
  public let title: String
  /// A sound as it is drawn. Throws for an empty sound, for samples that are not finite, for frequencies that it does
  /// not have, for want of memory, and `PlotError.interrupted` soon after the closure has given true.
  let drawn: @Sendable (Sound, PlotSection, () -> Bool) throws(PlotError) -> any DrawnSound
  /// Several sounds with their names over one another, where the view draws curves; throws as `drawn` does.
  let overlaid: (@Sendable ([(name: String, sound: Sound)], PlotSection, () -> Bool) throws(PlotError) -> DrawnCurves)?

  /// Whether it draws curves, of which several lie over one another. It takes a whole sound, of which the section's
  /// `times` are shown.
  public var isCurve: Bool { overlaid != nil }

  /// Whether a section's levels are something to it, and its frequencies.
  public let hasLevels, hasFrequencies: Bool

  /// A view that draws each sound by itself.
  /// - Parameter isSpectrogram: whether it has levels and frequencies.
  init(
    name: String, title: String, isSpectrogram: Bool,
    drawn: @escaping @Sendable (Sound, PlotSection, () -> Bool) throws(PlotError) -> any DrawnSound
  ) {
    (self.name, self.title, self.drawn, overlaid) = (name, title, drawn, nil)
    (hasLevels, hasFrequencies) = (isSpectrogram, isSpectrogram)
  }

  /// A view that draws a curve.
  init(
    name: String, title: String, axis: CurveAxis,
    measured: @escaping @Sendable (Sound, PlotSection, () -> Bool) throws(PlotError) -> TimeCurve
  ) {
    (self.name, self.title) = (name, title)
    (hasLevels, hasFrequencies) = (axis == .decibels, axis == .hertz)
    let overlaid: @Sendable ([(name: String, sound: Sound)], PlotSection, () -> Bool) throws(PlotError) -> DrawnCurves
    overlaid = { sounds, section, isInterrupted throws(PlotError) in
      var curves: [(name: String, curve: TimeCurve)] = []
      for (name, sound) in sounds {
        if isInterrupted() { throw .interrupted }
        curves.append((name, try measured(sound, section, isInterrupted)))
      }
      let duration = sounds.map(\.sound.duration).max() ?? 0
      return try DrawnCurves(curves, axis: axis, times: section.times ?? 0...duration, section)
    }
    self.overlaid = overlaid
    drawn = { sound, section, isInterrupted throws(PlotError) in
      try overlaid([(name: "", sound: sound)], section, isInterrupted)
    }
  }
}

/// What of a sound its plots show.
public struct PlotSection: Sendable {
  /// The dBFS that colours run over, the same for all plots unless told otherwise; nil for the 80 dB below the loudest.
  /// Those of a decay are dB below its peak.
  public var levels: ClosedRange<Double>?
  /// Hz; nil for all, and `FrequencyAxis.beyond` at its end for those above the first.
  public var frequencies: ClosedRange<Double>?
  /// Seconds at which the sound that is drawn begins within the one that it is part of.
  public var start: Double
  /// The seconds that a view of curves shows of the sound, which it measures whole; nil for all.
  public var times: ClosedRange<Double>?

  /// All of a sound, over the 80 dB below full scale.
  public init(
    levels: ClosedRange<Double>? = -80...0, frequencies: ClosedRange<Double>? = nil, start: Double = 0,
    times: ClosedRange<Double>? = nil
  ) {
    (self.levels, self.frequencies, self.start, self.times) = (levels, frequencies, start, times)
  }
}

extension SoundView: CaseIterable {
  /// All views, in the order in which they are listed; the first is taken where none is named.
  public static let allCases = [mel, octaves, waveform, pitch, decay]
}

/// A view is told by its name.
extension SoundView: RawRepresentable, Hashable {
  /// Its name.
  public var rawValue: String { name }

  /// The view of that name; `nil` where there is none.
  public init?(rawValue name: String) {
    guard let view = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = view
  }

  /// Whether they have one name.
  public static func == (one: SoundView, other: SoundView) -> Bool { one.name == other.name }

  /// Takes the name in.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// A sound made ready to be drawn in one view.
protocol DrawnSound: Sendable {
  /// What its colours or heights run over.
  var range: ClosedRange<Double> { get }
  /// Whether the range is one of colours, which a bar explains.
  var hasColorBar: Bool { get }
  /// The unit of the labels at the left, for a terminal.
  var unit: String { get }
  /// What was measured, each in a few words.
  var figures: [String] { get }
  /// About how many bytes of memory it holds.
  var byteCount: Int { get }

  /// The range that tiles share, of theirs.
  func shared(_ ranges: [ClosedRange<Double>]) -> ClosedRange<Double>

  /// The channels' names, by the row of a picture of `height` rows of characters that each begins at.
  func names(height: Int) -> [Int: String]

  /// What tells curves apart and what was measured of them, in at most `rows` lines of `width` characters.
  func legend(width: Int, rows: Int, on terminal: TerminalCapabilities) -> [String]

  /// Draws it with its axes, the time's apart, around `area`.
  /// - Parameter roomy: whether there is place for the names of axes.
  func draw(in area: Rectangle, axes: Axes, roomy: Bool)

  /// Draws it alone, over a range that it may share with others.
  /// - Parameter scale: as in `Axes`.
  func drawTile(in area: Rectangle, range: ClosedRange<Double>, on canvas: Canvas, scale: Double)

  /// The labels at the left of a picture of `height` rows of characters, by row.
  func labels(height: Int) -> [Int: String]

  /// The picture in `height` lines of `width` characters, and behind them the scale of colours where there is one.
  func lines(width: Int, height: Int, on terminal: TerminalCapabilities) throws(PlotError) -> [String]

  /// The picture alone in `height` lines of `width` characters, over a range that it may share with others.
  func tileLines(
    width: Int, height: Int, range: ClosedRange<Double>, on terminal: TerminalCapabilities
  ) throws(PlotError) -> [String]
}

extension DrawnSound {
  /// Nothing.
  var figures: [String] { [] }

  /// The one that reaches highest.
  func shared(_ ranges: [ClosedRange<Double>]) -> ClosedRange<Double> {
    ranges.max { $0.upperBound < $1.upperBound } ?? range
  }

  /// None.
  func names(height: Int) -> [Int: String] { [:] }

  /// None.
  func legend(width: Int, rows: Int, on terminal: TerminalCapabilities) -> [String] { [] }
}

extension [Tick] {
  /// The labels by row of characters, for an axis that runs from row `end` up to row `first`.
  func labels(from first: Int, to end: Int) -> [Int: String] {
    let rows = Double(end - first)
    return Dictionary(
      map { (Swift.min(end - 1, first + Int((1 - $0.position) * rows)), $0.label) },
      uniquingKeysWith: { first, _ in first })
  }
}
