import Files

/// Pictures of a size, as PNG.
enum PNGFile {
  /// The bytes of what `draw` draws; the same drawing and size give the same bytes. Throws when a side is not among
  /// `Figure.sizes`.
  static func bytes(width: Int, height: Int, _ draw: (Canvas) -> Void) throws(PlotError) -> [UInt8] {
    guard Figure.sizes.contains(width), Figure.sizes.contains(height) else {
      throw .sizeNotPossible(width: width, height: height)
    }
    let canvas = try Canvas(width: width, height: height, background: Theme.background)
    draw(canvas)
    return try canvas.png()
  }

  /// Writes it whole or not at all, see `WholeFile`. Throws when the name does not end in .png, and as `bytes` does.
  static func write(
    to path: String, width: Int, height: Int, overwrite: Bool, _ draw: (Canvas) -> Void
  ) throws(PlotError) {
    guard path.lowercased().hasSuffix(".png") else { throw .notPNG(path: path) }
    do {
      // Before the work of drawing.
      try WholeFile.check(path, overwrite: overwrite)
    } catch { throw .file(error) }
    let bytes = try bytes(width: width, height: height, draw)
    do {
      try WholeFile.write(bytes, to: path, overwrite: overwrite)
    } catch { throw .file(error) }
  }
}
