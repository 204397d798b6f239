import Files

/// Why a checkpoint was not written; the file that was there before is as it was.
public enum CheckpointWritingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file can't be written there, or the disk is full.
  case file(WholeFileError)
  /// The numbers that were handed over for a tensor are not as many as its shape asks for.
  case wrongCount(name: String, shape: [Int], found: Int)
  /// A weight, or what the optimiser keeps of it, is infinite or not a number.
  case notFinite(name: String)
  case duplicateName(String)
  /// A tensor shares the numbers of one that doesn't come before it, or has another shape.
  case unknownOriginal(name: String, original: String)
  /// Some tensors come with what the optimiser keeps, and this one without.
  case momentsMissing(name: String)
  /// A name that the format keeps for itself.
  case reservedName(String)

  public var description: String {
    switch self {
    case .file(let error): error.description
    case .wrongCount(let name, let shape, let found):
      "the checkpoint was not written: \(printable(name)) has the shape \(shape), but \(found) numbers"
    case .notFinite(let name):
      """
      the checkpoint was not written: \(printable(name)) holds an infinite value, or one that is not a number
      the training went wrong; go on from the checkpoint before it
      """
    case .duplicateName(let name): "the checkpoint was not written: \(printable(name)) is there twice"
    case .unknownOriginal(let name, let original):
      "the checkpoint was not written: \(printable(name)) shares the numbers of \(printable(original)), which does not fit"
    case .momentsMissing(let name):
      "the checkpoint was not written: the optimiser's moments of \(printable(name)) are missing"
    case .reservedName(let name):
      "the checkpoint was not written: the format keeps the name \(printable(name)) for itself"
    }
  }
}
