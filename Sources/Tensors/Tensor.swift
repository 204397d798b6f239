/// Numbers in row-major order with a shape, the form in which sounds and weights pass between modules.
///
/// `values.count` is the product of `shape`; a scalar has the shape `[]` and one value.
public struct Tensor: Sendable, Equatable {
  /// The most values one tensor may hold: 2^28, which is 1 GiB.
  public static let maximumCount = 1 << 28

  /// The extent of each dimension, outermost first.
  public let shape: [Int]
  /// The values, the last dimension running fastest.
  public let values: [Float]

  /// Takes `values` as a tensor of `shape`.
  ///
  /// - Throws: `TensorError.wrongCount` when their numbers differ, and what `count(of:)` throws.
  public init(shape: [Int], values: [Float]) throws(TensorError) {
    let count = try Tensor.count(of: shape)
    guard count == values.count else {
      throw .wrongCount(shape: shape, expected: count, found: values.count)
    }
    self.shape = shape
    self.values = values
  }

  /// A tensor of `shape` filled with zeros; throws what `count(of:)` throws.
  public static func zeros(_ shape: [Int]) throws(TensorError) -> Tensor {
    try Tensor(shape: shape, values: [Float](repeating: 0, count: count(of: shape)))
  }

  /// How many values a tensor of `shape` holds.
  ///
  /// - Throws: `TensorError.negativeExtent`, and `TensorError.tooLarge` for more than `maximumCount`.
  public static func count(of shape: [Int]) throws(TensorError) -> Int {
    var count = 1
    for extent in shape {
      guard extent >= 0 else { throw .negativeExtent(shape: shape) }
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow, product <= maximumCount else { throw .tooLarge(shape: shape) }
      count = product
    }
    return count
  }

  /// The number of values.
  public var count: Int { values.count }

  /// Whether no value is infinite or not a number.
  public var isFinite: Bool {
    // Infinities and NaNs have all bits of the exponent set; counting integers vectorises, comparing floats doesn't.
    var count: UInt32 = 0
    for value in values { count |= (value.bitPattern & 0x7F80_0000) &+ 0x0080_0000 }
    return count & 0x8000_0000 == 0
  }

  /// The same values under another shape.
  ///
  /// - Throws: `TensorError.wrongCount` when that shape has another count.
  public func reshaped(_ shape: [Int]) throws(TensorError) -> Tensor {
    try Tensor(shape: shape, values: values)
  }
}

/// What can be wrong with the shapes and the numbers of tensors.
public enum TensorError: Error, Equatable, CustomStringConvertible {
  /// A shape and as many values as it has not.
  case wrongCount(shape: [Int], expected: Int, found: Int)
  /// A shape with an extent below zero.
  case negativeExtent(shape: [Int])
  /// A shape of more than `Tensor.maximumCount` values.
  case tooLarge(shape: [Int])
  /// Matrices that can't be multiplied, or don't lie inside of their buffers; the text has their shapes.
  case productMismatch(String)

  /// What is wrong, in words.
  public var description: String {
    switch self {
    case .wrongCount(let shape, let expected, let found):
      "a tensor of shape \(shape) holds \(expected) values, found \(found)"
    case .negativeExtent(let shape):
      "a shape can't have a negative extent: \(shape)"
    case .tooLarge(let shape):
      """
      a tensor of shape \(shape) is too large
      one tensor holds at most \(Tensor.maximumCount) values (1 GiB)
      """
    case .productMismatch(let text):
      "the shapes of a matrix product don't fit: \(text)"
    }
  }
}
