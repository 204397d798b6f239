import Analysis
import Files

/// Why a figure was not drawn or written.
public enum PlotError: Error, Equatable, Sendable {
  case emptySound
  /// A sample is NaN or infinite.
  case notFinite
  case nothingToDraw
  case sizeNotPossible(width: Int, height: Int)
  case notPNG(path: String)
  case outOfMemory
  case cannotDraw(reason: String)
  case file(WholeFileError)

  /// What stands in the way of a sound's spectrogram.
  init(_ error: AnalysisError) {
    self =
      switch error {
      case .emptySound: .emptySound
      case .notFinite: .notFinite
      default: .outOfMemory
      }
  }
}

extension PlotError: CustomStringConvertible {
  /// What is wrong, and on further lines what to do.
  public var description: String {
    switch self {
    case .emptySound:
      "the sound is empty (0 frames), there is nothing to plot"
    case .notFinite:
      "the sound has samples that are no numbers (NaN or infinite) and cannot be plotted"
    case .nothingToDraw:
      "there is nothing to plot"
    case .sizeNotPossible(let width, let height):
      "a picture of \(width) by \(height) pixels is not possible\ngive a width and a height of "
        + "\(Canvas.sizes.lowerBound) to \(Canvas.sizes.upperBound) pixels"
    case .notPNG(let path):
      "'\(path)' does not end in .png, and plots are written as PNG\nuse a name that ends in .png"
    case .outOfMemory:
      "there is not enough memory for the picture\ngive a smaller width and height"
    case .cannotDraw(let reason):
      "the picture cannot be drawn: \(reason)"
    case .file(let error):
      error.description
    }
  }
}
