import CKernels

/// Floats in memory that neither moves nor grows, zero at first: what kernels read and write.
public final class FloatBuffer: @unchecked Sendable {
  // Whoever shares a buffer between threads sees to it that no two write the same values.
  private let base: UnsafeMutablePointer<Float>
  /// The number of values.
  public let count: Int

  /// `count` zeros, on cache lines of their own.
  public init(_ count: Int) {
    self.count = max(0, count)
    base = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, self.count) * MemoryLayout<Float>.stride, alignment: 64
    ).bindMemory(to: Float.self, capacity: self.count)
    base.initialize(repeating: 0, count: self.count)
  }

  /// A copy of `values`, followed by zeros up to `count`.
  public convenience init(_ values: [Float], count: Int) {
    self.init(max(count, values.count))
    base.update(from: values, count: values.count)
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }

  /// The `count` values from `offset` on; a slice that the buffer doesn't hold is a programming error, which ends the
  /// program here rather than in a kernel.
  package func slice(_ offset: Int, _ count: Int) -> UnsafeMutablePointer<Float> {
    precondition(offset >= 0 && count >= 0 && offset + count <= self.count, "a slice outside of its buffer")
    return base + offset
  }

  /// All values.
  package var all: UnsafeMutablePointer<Float> { base }
}

extension CRows {
  /// One row for all: the bias that a product's sums start from.
  package static func bias(_ values: UnsafePointer<Float>) -> CRows { CRows(values: values, stride: 0) }
}
