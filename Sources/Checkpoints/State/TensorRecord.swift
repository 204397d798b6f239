/// Where a tensor lies in a file and how; its numbers are not read yet.
public struct TensorRecord: Equatable, Sendable {
  /// The most dimensions that are read; weights have three.
  package static let maximumRank = 16

  /// The extent of each dimension, outermost first.
  public let shape: [Int]
  /// How many stored numbers lie between neighbours along each dimension.
  public let strides: [Int]
  /// Where the first number lies in the storage, counted in numbers.
  public let offset: Int
  /// How the numbers are written.
  public let dtype: DType
  /// The stretch of the file that holds the numbers, which several tensors may share.
  package let storage: Storage

  /// How many numbers lie between neighbours along each dimension in row-major order, as PyTorch has it: an extent of 0
  /// counts as 1.
  package static func rowMajorStrides(of shape: [Int]) -> [Int] {
    var strides: [Int] = []
    var stride = 1
    for extent in shape.reversed() {
      strides.append(stride)
      stride *= max(1, extent)
    }
    return strides.reversed()
  }

  /// How many numbers the tensor holds; nil when no Int holds the product of its shape.
  public var count: Int? {
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { return nil }
      count = product
    }
    return count
  }

  /// The bytes of the storage from the first number to the last, or nil when they don't all lie inside of it.
  package var extent: Range<Int>? {
    guard let width = dtype.byteCount, let count, offset >= 0, strides.count == shape.count else { return nil }
    guard count > 0 else { return 0..<0 }
    var last = offset
    for (extent, stride) in zip(shape, strides) {
      let (reach, tooFar) = (extent - 1).multipliedReportingOverflow(by: stride)
      let (sum, overflow) = last.addingReportingOverflow(reach)
      guard stride >= 0, !tooFar, !overflow else { return nil }
      last = sum
    }
    guard last < storage.byteCount / width else { return nil }
    return offset * width..<(last + 1) * width
  }

  /// Whether the numbers lie one after the other in row-major order.
  package var isContiguous: Bool {
    var expected = 1
    for (extent, stride) in zip(shape, strides).reversed() where extent != 1 {
      guard stride == expected else { return false }
      // Only called on records with an extent, whose product fits; wrapping keeps it from trapping on others.
      expected &*= extent
    }
    return true
  }
}

/// A stretch of a file that holds the numbers of one tensor or more.
package struct Storage: Equatable, Sendable {
  package enum Place: Equatable, Sendable {
    /// The bytes begin at this offset in the file.
    case plain(Int)
    /// The bytes are an entry of a zip archive.
    case entry(ZipEntry)
  }

  package let place: Place
  /// The length in bytes.
  package let byteCount: Int

  /// A number that no other storage of the same file has.
  var identity: Int {
    switch place {
    case .plain(let offset): offset
    case .entry(let entry): entry.headerOffset
    }
  }
}
