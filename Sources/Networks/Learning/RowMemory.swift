import CKernels
import Tensors

/// Activations or gradients of one sound as rows [length, width], with rows of zeros before and behind, which the
/// windows of a convolution reach into.
struct RowMemory {
  let buffer: FloatBuffer
  let length, width: Int
  /// Rows of zeros at each end.
  static let margin = 8

  /// New memory of zeros.
  init(length: Int, width: Int) {
    self.init(FloatBuffer(Self.size(length: length, width: width)), length: length, width: width)
  }

  /// The first part of memory that others use too; its margins become zero.
  init(_ buffer: FloatBuffer, length: Int, width: Int) {
    self.buffer = buffer
    self.length = length
    self.width = width
    let margin = Self.margin * width
    buffer.slice(0, margin).update(repeating: 0, count: margin)
    buffer.slice(margin + length * width, margin).update(repeating: 0, count: margin)
  }

  /// How many floats rows take with their margins.
  static func size(length: Int, width: Int) -> Int { (length + 2 * margin) * width }

  /// A row's first value, from `margin` rows before the first on.
  func row(_ index: Int) -> UnsafeMutablePointer<Float> {
    let first = (index + Self.margin) * width
    return buffer.slice(first, buffer.count - first)
  }

  /// The rows from number `index` on as a product reads them, `stride` floats apart where that is not the width.
  func source(_ index: Int, stride: Int? = nil) -> CRows { CRows(values: row(index), stride: stride ?? width) }

  /// The same as a product writes them.
  func target(_ index: Int, stride: Int? = nil) -> CMutableRows {
    CMutableRows(values: row(index), stride: stride ?? width)
  }

  /// The first row's first value.
  var rows: UnsafeMutablePointer<Float> { row(0) }
}

/// Rows without their margins, or seen as fewer and wider ones.
struct WideRows {
  let rows: UnsafeMutablePointer<Float>
  let length, width: Int

  init(_ x: RowMemory, factor: Int = 1) {
    rows = x.rows
    length = x.length / factor
    width = x.width * factor
  }
}
