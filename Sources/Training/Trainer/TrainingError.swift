/// What can go wrong while a network learns.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
  /// The loss of that example of the micro-batch is infinite or not a number.
  case lossNotFinite(example: Int)
  /// A gradient is infinite, not a number, or so large that its square is.
  case gradientNotFinite

  /// What is wrong, without what to do about it.
  public var description: String {
    switch self {
    case .lossNotFinite: "the loss is no number any more"
    case .gradientNotFinite: "the gradients are no numbers any more"
    }
  }
}
