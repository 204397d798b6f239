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
