/// Why a sound can't be analysed.
public enum AnalysisError: Error, Equatable, Sendable {
  case emptySound
  /// A sample is NaN or infinite.
  case notFinite
  case outOfMemory
  /// Who waits for it wants no more of it.
  case interrupted
  /// Multiples of such a grid lie too close together, or there are none below half the rate.
  case gridNotPossible(frames: Int, possible: ClosedRange<Int>)
  /// A sound has to be this long for a grid to show.
  case tooShort(frames: Int, needed: Int)
}

extension AnalysisError: CustomStringConvertible {
  /// What is wrong, and on further lines what to do.
  public var description: String {
    switch self {
    case .emptySound: "the sound is empty (0 frames), there is nothing to measure"
    case .notFinite: "the sound has samples that are no numbers (NaN or infinite) and cannot be measured"
    case .interrupted: "interrupted"
    case .outOfMemory: "there is not enough memory to measure the sound"
    case .gridNotPossible(let frames, let possible):
      "a grid of \(frames) frames can't be told from others\n"
        + "give one of \(possible.lowerBound) to \(possible.upperBound) frames"
    case .tooShort(let frames, let needed):
      "a sound of \(frames) frames is too short to be measured\nit needs \(needed)"
    }
  }
}
