import Analysis
import Audio

/// Small pictures of many sounds side by side, such as the states of a run: a column each, and rows of different views.
public struct Sheet: Sendable {
  /// What the small pictures show.
  public enum Kind: Sendable { case mel, waveform }

  /// The most columns that a sheet may have.
  public static let mostColumns = 12

  let title: String
  let kind: Kind
  let columnLabels: [String]
  let rowLabels: [String]
  /// [rows][columns]
  let tiles: [[Tile]]
  /// The colours' range and the waveform's limit, [rows]: one for a whole row, so that its pictures compare.
  let ranges: [ClosedRange<Float>]
  let limits: [Double]

  /// A small picture's content.
  enum Tile: Sendable {
    case mel(MelSpectrogram)
    case waveform(Sound)
  }

  /// A sheet of rows that have a sound for each column. Throws when there are none, or too many columns, and for sounds
  /// that are empty or not finite.
  public init(
    title: String, kind: Kind, columns: [String], rows: [(label: String, sounds: [Sound])]
  ) throws(PlotError) {
    guard !columns.isEmpty, columns.count <= Self.mostColumns, !rows.isEmpty,
      rows.allSatisfy({ $0.sounds.count == columns.count })
    else { throw .nothingToDraw }
    self.title = title
    self.kind = kind
    columnLabels = columns
    rowLabels = rows.map(\.label)
    var tiles: [[Tile]] = []
    var ranges: [ClosedRange<Float>] = []
    for row in rows {
      var line: [Tile] = []
      var top: Float = -20
      for sound in row.sounds {
        guard sound.frameCount > 0 else { throw .emptySound }
        guard sound.channels.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { throw .notFinite }
        switch kind {
        case .mel:
          let spectrogram = try MelSpectrogram.toDraw(sound)
          top = max(top, HeatMap.range(of: spectrogram).upperBound)
          line.append(.mel(spectrogram))
        case .waveform: line.append(.waveform(sound))
        }
      }
      tiles.append(line)
      ranges.append((top - 80)...top)
    }
    self.tiles = tiles
    self.ranges = ranges
    limits = rows.map { row in Envelope.limit(peak: row.sounds.map(\.peak).max() ?? 1) }
  }

  /// What it shows, in a line: "mel of 8 steps from 0: sigma 1.00 to 15: sigma 0.25".
  public var summary: String {
    let ends = [columnLabels.first ?? "", columnLabels.last ?? ""]
    let name = kind == .mel ? "mel" : "waveform"
    return columnLabels.count == 1
      ? "\(name) of step \(ends[0])" : "\(name) of \(columnLabels.count) steps, from \(ends[0]) to \(ends[1])"
  }

  /// The bytes of a PNG file; the same sheet and size give the same bytes. Throws when a side is not among
  /// `Figure.sizes`.
  public func png(width: Int = 1200, height: Int = 600) throws(PlotError) -> [UInt8] {
    try PNGFile.bytes(width: width, height: height) { SheetDrawing(sheet: self, canvas: $0).draw() }
  }

  /// Writes a PNG whole or not at all. Throws when the name does not end in .png, and as `png` does.
  public func writePNG(
    to path: String, width: Int = 1200, height: Int = 600, overwrite: Bool
  ) throws(PlotError) {
    try PNGFile.write(to: path, width: width, height: height, overwrite: overwrite) {
      SheetDrawing(sheet: self, canvas: $0).draw()
    }
  }
}
