/// What can go wrong while a network learns.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
  /// The loss of that example of the micro-batch is infinite or not a number.
  case lossNotFinite(example: Int)
  case gradientNotFinite

  public var description: String {
    switch self {
    case .lossNotFinite:
      "the loss is no number any more\nlower the rate (--rate), or look at the sound it came to grief on"
    case .gradientNotFinite: "the gradients are no numbers any more\nlower the rate (--rate)"
    }
  }
}
