import Analysis
import Files
import Text

/// Why a figure was not drawn or written.
public enum PlotError: Error, Equatable, Sendable {
  case emptySound
  /// A sample is NaN or infinite.
  case notFinite
  case nothingToDraw
  /// Hz.
  case noFrequencies(asked: ClosedRange<Double>, there: ClosedRange<Double>)
  case sizeNotPossible(width: Int, height: Int)
  case unknownEnding(path: String)
  case outOfMemory
  /// Who waits for it wants no more of it.
  case interrupted
  case cannotDraw(reason: String)
  case file(WholeFileError)

  /// What an analysis gives, or what stands in its way.
  static func analysed<Result>(_ work: () throws(AnalysisError) -> Result) throws(PlotError) -> Result {
    do { return try work() } catch {
      throw
        switch error
      {
      case .emptySound: .emptySound
      case .notFinite: .notFinite
      case .interrupted: .interrupted
      default: .outOfMemory
      }
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
    case .noFrequencies(let asked, let there):
      "the sound has no frequencies \(Self.text(of: asked))\n"
        + "the plot reaches from \(shortest(there.lowerBound)) to \(shortest(there.upperBound)) Hz"
    case .sizeNotPossible(let width, let height):
      "a picture of \(width) by \(height) pixels is not possible\ngive a width and a height of "
        + "\(Canvas.sizes.lowerBound) to \(Canvas.sizes.upperBound) pixels"
    case .unknownEnding(let path):
      "'\(path)' does not end in .png or .svg, which plots are written as\nuse a name with one of these endings"
    case .outOfMemory:
      "there is not enough memory for the picture\ngive a smaller width and height"
    case .interrupted: "interrupted"
    case .cannotDraw(let reason):
      "the picture cannot be drawn: \(reason)"
    case .file(let error):
      error.description
    }
  }

  /// Frequencies that were asked for; an end that lies beyond all sounds was not.
  private static func text(of asked: ClosedRange<Double>) -> String {
    let low = shortest(asked.lowerBound)
    guard asked.upperBound < FrequencyAxis.beyond else { return "from \(low) Hz on" }
    return "from \(low) to \(shortest(asked.upperBound)) Hz"
  }
}
