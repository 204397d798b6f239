import Analysis
import Audio

/// A picture of one sound or of several, one under the other: mel spectrograms and waveforms, for files and terminals.
public struct Figure: Sendable {
  /// The widths and heights that a picture may have, in pixels.
  public static let sizes = 200...8000

  let panels: [Panel]

  /// A mel spectrogram (see `MelSpectrogram`) in true dB: time in seconds, frequency in Hz on the mel scale, and a
  /// colour bar of 80 dB. Throws for an empty sound and for samples that are not finite.
  public static func mel(of sound: Sound, title: String) throws(PlotError) -> Figure {
    let spectrogram = try MelSpectrogram.toDraw(sound)
    return Figure(panels: [Panel(title: title, sound: sound, content: .mel(spectrogram))])
  }

  /// A waveform, each channel in its own lane: lowest and highest sample of each pixel column, and within them the
  /// RMS. The axis runs from −1 to 1, further for a louder sound. Throws for an empty sound and for samples that are
  /// not finite.
  public static func waveform(of sound: Sound, title: String) throws(PlotError) -> Figure {
    guard sound.frameCount > 0 else { throw .emptySound }
    guard sound.channels.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { throw .notFinite }
    return Figure(panels: [Panel(title: title, sound: sound, content: .waveform(sound))])
  }

  /// The plots of all figures, from top to bottom; throws when there are none.
  public static func stacked(_ figures: [Figure]) throws(PlotError) -> Figure {
    let panels = figures.flatMap(\.panels)
    guard !panels.isEmpty else { throw .nothingToDraw }
    return Figure(panels: panels)
  }

  /// The bytes of a PNG file; the same figure and size give the same bytes. Throws when a side is not among `sizes`.
  public func png(width: Int = 1200, height: Int = 600) throws(PlotError) -> [UInt8] {
    try PNGFile.bytes(width: width, height: height) { FigureDrawing(panels: panels, canvas: $0).draw() }
  }

  /// Writes a PNG whole or not at all. Throws when the name does not end in .png, and as `png` does.
  public func writePNG(
    to path: String, width: Int = 1200, height: Int = 600, overwrite: Bool
  ) throws(PlotError) {
    try PNGFile.write(to: path, width: width, height: height, overwrite: overwrite) {
      FigureDrawing(panels: panels, canvas: $0).draw()
    }
  }
}
