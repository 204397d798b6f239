/// Why a sound file holds no weights that can be used.
public enum ContentsError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A zip archive of something else; the names of its first entries.
  case noPickle(entries: [String])
  /// A program made by torch.jit.save.
  case torchScript
  /// Several pickles, so that it is unclear which is meant.
  case severalPickles([String])
  /// The byte order is neither `little` nor `big`.
  case byteOrder(String)
  /// What torch.save was given is not a dictionary with tensors; says what it is.
  case noStateDict(found: String)
  /// Where the weights should be, the file asks to run something.
  case runsCode(String)
  /// Somewhere in the file, Python would run a command on opening it.
  case runsCommand(String)
  /// More tensors than any model has.
  case tooManyTensors
  /// The tensors share their numbers so often that they would grow far beyond the file.
  case inflated(numbers: Int, stored: Int)

  public var description: String {
    switch self {
    case .noPickle(let entries):
      """
      this zip archive is not a checkpoint, it holds \(entries.isEmpty ? "nothing" : list(entries))
      a file that torch.save wrote holds data.pkl
      """
    case .torchScript:
      """
      this is a TorchScript program, not a checkpoint
      save the weights instead: torch.save(model.state_dict(), "model.ckpt")
      """
    case .severalPickles(let names): "this archive holds more than one checkpoint: \(list(names))"
    case .byteOrder(let order): "the byte order \(printable(order)) is neither little nor big"
    case .noStateDict(let found):
      """
      there are no weights in it, it holds \(found)
      save the weights with torch.save(model.state_dict(), "model.ckpt")
      """
    case .runsCode(let call):
      """
      where the weights should be, the file asks to run \(printable(call)); nothing was run
      do not open this file with other programs, and tell who shared it
      """
    case .runsCommand(let command):
      """
      the file makes Python run \(printable(command)) when it is opened there; nothing was run
      do not open this file with other programs, and tell who shared it
      """
    case .tooManyTensors: "it lists more than \(StateDict.maximumCount) tensors, more than any model has"
    case .inflated(let numbers, let stored):
      "its tensors would hold \(numbers) numbers, but the file stores only \(stored) of them"
    }
  }

  private func list(_ names: [String]) -> String {
    names.prefix(4).map { printable($0) }.joined(separator: ", ") + (names.count > 4 ? ", …" : "")
  }
}
