import COpenBLAS

/// A matrix in memory that somebody else owns: [rows, columns], row-major, `stride` values from one row to the next.
///
/// It never reaches past the buffer it was made of, and must not outlive it.
public struct Matrix {
  let base: UnsafePointer<Float>?
  /// How many rows and columns there are, and how many values lie from one row to the next.
  public let rows, columns, stride: Int

  /// A matrix that starts at `offset` in `buffer`, its rows `columns` apart unless told otherwise.
  ///
  /// - Throws: `TensorError.productMismatch` when the buffer is too short for it.
  public init(
    _ buffer: UnsafeBufferPointer<Float>, offset: Int = 0, rows: Int, columns: Int, stride: Int? = nil
  ) throws(TensorError) {
    let stride = stride ?? columns
    guard Self.fits(buffer.count, offset: offset, rows: rows, columns: columns, stride: stride) else {
      throw .productMismatch("[\(rows), \(columns)], rows \(stride) apart, from \(offset) on in \(buffer.count) values")
    }
    self.base = buffer.baseAddress.map { $0 + offset }
    self.rows = rows
    self.columns = columns
    self.stride = stride
  }

  /// Whether a matrix lies inside a buffer, and in what OpenBLAS can count (32 bits).
  static func fits(_ count: Int, offset: Int, rows: Int, columns: Int, stride: Int) -> Bool {
    let limit = Int(Int32.max)
    guard offset >= 0, offset <= count, (0...limit).contains(rows), (0...limit).contains(columns) else { return false }
    guard stride >= columns, stride <= limit else { return false }
    if rows == 0 || columns == 0 { return true }
    return (rows - 1) * stride + columns <= count - offset
  }
}

/// A matrix in memory that somebody else owns, to write into; otherwise as `Matrix`.
public struct MutableMatrix {
  let base: UnsafeMutablePointer<Float>?
  /// How many rows and columns there are, and how many values lie from one row to the next.
  public let rows, columns, stride: Int

  /// A matrix that starts at `offset` in `buffer`, its rows `columns` apart unless told otherwise.
  ///
  /// - Throws: `TensorError.productMismatch` when the buffer is too short for it.
  public init(
    _ buffer: UnsafeMutableBufferPointer<Float>, offset: Int = 0, rows: Int, columns: Int, stride: Int? = nil
  ) throws(TensorError) {
    let matrix = try Matrix(
      UnsafeBufferPointer(buffer), offset: offset, rows: rows, columns: columns, stride: stride)
    self.base = buffer.baseAddress.map { $0 + offset }
    self.rows = matrix.rows
    self.columns = matrix.columns
    self.stride = matrix.stride
  }
}

/// c = scale · a · b, or c += scale · a · b when `adding`; with `transposed` b is given as [n, k] instead of [k, n].
///
/// a is [m, k] and c is [m, n]. The product runs on the calling thread alone, so that its bits don't depend on how many
/// processors there are.
///
/// - Throws: `TensorError.productMismatch` when the shapes don't fit.
public func multiply(
  _ a: Matrix, _ b: Matrix, transposed: Bool = false, scale: Float = 1, into c: MutableMatrix, adding: Bool = false
) throws(TensorError) {
  let (inner, width) = transposed ? (b.columns, b.rows) : (b.rows, b.columns)
  guard a.columns == inner, a.rows == c.rows, width == c.columns else {
    throw .productMismatch("[\(a.rows), \(a.columns)] · [\(inner), \(width)] into [\(c.rows), \(c.columns)]")
  }
  guard c.rows > 0, c.columns > 0, let output = c.base else { return }
  _ = singleThreaded
  cblas_sgemm(
    CblasRowMajor, CblasNoTrans, transposed ? CblasTrans : CblasNoTrans,
    Int32(c.rows), Int32(c.columns), Int32(inner),
    scale, a.base, Int32(max(1, a.stride)), b.base, Int32(max(1, b.stride)),
    adding ? 1 : 0, output, Int32(max(1, c.stride)))
}

/// How many threads may multiply at once: more would exhaust the buffers that OpenBLAS keeps for its callers.
package let mostMultiplyingThreads = 16

/// Tells OpenBLAS once that it is to use the calling thread only: whoever multiplies spreads tiles over threads itself.
private let singleThreaded: Void = openblas_set_num_threads(1)
