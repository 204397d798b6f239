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
  case tooManyTensors(limit: Int)
  /// The tensors share their numbers so often that they would grow far beyond the file.
  case inflated(numbers: Int, stored: Int)

  /// What is wrong, and on further lines what to do.
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
    case .tooManyTensors(let limit): "it lists more than \(limit) tensors, more than any model has"
    case .inflated(let numbers, let stored):
      "its tensors would hold \(numbers) numbers, but the file stores only \(stored) of them"
    }
  }

  private func list(_ names: [String]) -> String {
    names.prefix(4).map { printable($0) }.joined(separator: ", ") + (names.count > 4 ? ", …" : "")
  }
}

/// What can be wrong with one tensor of a checkpoint.
public enum TensorProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// The checkpoint has nothing of that name.
  case missing
  /// There is something else under that name; says what.
  case notATensor(String)
  /// The numbers are of a type that weights are not read from.
  case unsupportedType(DType)
  /// The file names a storage that it doesn't hold.
  case missingStorage(String)
  /// The numbers would lie outside of their storage.
  case outsideStorage(shape: [Int], storedBytes: Int)
  /// One tensor holds at most 2^28 numbers here.
  case tooLarge(shape: [Int])
  /// A view that repeats few stored numbers many times.
  case expanded(shape: [Int], stored: Int)
  /// A weight is infinite or not a number; `index` counts in row-major order.
  case notFinite(value: Float, index: Int)

  /// What is wrong, and on further lines what to do.
  public var description: String {
    switch self {
    case .missing: "is not in the checkpoint"
    case .notATensor(let found): "is not a tensor but \(found)"
    case .unsupportedType(let dtype):
      "holds numbers of the type \(dtype)\nweights are read as float32, float16, bfloat16 or float64"
    case .missingStorage(let name): "needs the entry \(printable(name)), which the file lacks"
    case .outsideStorage(let shape, let stored):
      "has the shape \(shape), which does not fit into the \(stored) bytes that the file has for it"
    case .tooLarge(let shape): "is too large to be read: shape \(shape)"
    case .expanded(let shape, let stored):
      """
      has the shape \(shape) but only \(stored) stored numbers
      a view that repeats its numbers is not read; save tensor.contiguous() instead
      """
    case .notFinite(let value, let index):
      """
      holds \(value.isNaN ? "a value that is not a number (NaN)" : "an infinite value") at index \(index)
      the training went wrong or the file is damaged; use another checkpoint
      """
    }
  }
}

/// How the numbers of a stored tensor are written.
public enum DType: Equatable, Hashable, Sendable, CustomStringConvertible {
  case float16, bfloat16, float32, float64
  /// A type that weights are not read from, by its name in the file's format.
  case other(String)

  /// Bytes per number; nil for types that are not read.
  public var byteCount: Int? {
    switch self {
    case .float16, .bfloat16: 2
    case .float32: 4
    case .float64: 8
    case .other: nil
    }
  }

  /// What the type is called in texts.
  public var description: String {
    switch self {
    case .float16: "float16"
    case .bfloat16: "bfloat16"
    case .float32: "float32"
    case .float64: "float64"
    case .other(let name): printable(name)
    }
  }
}
