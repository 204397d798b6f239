import Hashing
import Tensors

/// The file that tensors are read from.
package final class TensorSource: Sendable {
  /// The path as it was given.
  package let path: String
  package let file: InputFile
  /// Whether the numbers are written with their highest byte first.
  package let isBigEndian: Bool

  package init(path: String, file: InputFile, isBigEndian: Bool) {
    self.path = path
    self.file = file
    self.isBigEndian = isBigEndian
  }

  /// Views up to this size may repeat stored numbers.
  private static let expandedLimit = 65_536

  /// Reads the numbers of `record` as float32 in row-major order; `name` is for errors.
  package func read(_ record: TensorRecord, name: String) throws(CheckpointFault) -> Tensor {
    let shape = record.shape
    guard let width = record.dtype.byteCount else {
      throw .tensor(.unsupportedType(record.dtype), name: name)
    }
    guard let count = record.count, count <= Tensor.maximumCount else {
      throw .tensor(.tooLarge(shape: shape), name: name)
    }
    guard let extent = record.extent else {
      throw .tensor(.outsideStorage(shape: shape, storedBytes: record.storage.byteCount), name: name)
    }
    let stored = record.storage.byteCount / width
    guard count <= max(stored, TensorSource.expandedLimit) else {
      throw .tensor(.expanded(shape: shape, stored: stored), name: name)
    }
    let values = count == 0 ? [] : try values(of: record, count: count, in: extent, name: name)
    guard let tensor = try? Tensor(shape: shape, values: values) else {
      throw .tensor(.tooLarge(shape: shape), name: name)
    }
    guard tensor.isFinite else {
      let index = values.firstIndex { !$0.isFinite } ?? 0
      throw .tensor(.notFinite(value: values[index], index: index), name: name)
    }
    return tensor
  }

  private func values(
    of record: TensorRecord, count: Int, in extent: Range<Int>, name: String
  ) throws(CheckpointFault) -> [Float] {
    let start: Int
    var checked: ZipEntry?
    switch record.storage.place {
    case .plain(let offset): start = offset
    case .entry(let entry):
      start = try entry.dataOffset(in: file)
      // A tensor that is all of its entry has a checksum of its own; for parts of one it would cost too much.
      if entry.checksum != 0, extent == 0..<entry.byteCount { checked = entry }
    }
    let swapped = isBigEndian
    let values = try file.withBytes(at: start + extent.lowerBound, count: extent.count) { bytes -> [Float]? in
      if let checked, CRC32.checksum(bytes) != checked.checksum { return nil }
      return switch record.dtype {
      case .float32: gather(record, count, bytes, swapped) { (bits: UInt32) in Float(bitPattern: bits) }
      case .float16: gather(record, count, bytes, swapped) { (bits: UInt16) in Float(half: bits) }
      case .bfloat16: gather(record, count, bytes, swapped) { (bits: UInt16) in Float(bitPattern: UInt32(bits) << 16) }
      case .float64: gather(record, count, bytes, swapped) { (bits: UInt64) in Float(Double(bitPattern: bits)) }
      case .other: [Float]()
      }
    }
    guard let values else {
      throw .tensor(.outsideStorage(shape: record.shape, storedBytes: record.storage.byteCount), name: name)
    }
    guard let values else { throw .archive(.checksum(checked?.name ?? name)) }
    return values
  }
}

extension Float {
  /// The number that the bits of an IEEE half stand for. Without branches, so that loops vectorise: where the compiler
  /// may not take the processor's own instruction, `Float(Float16)` is a call for each number.
  @inline(__always)
  fileprivate init(half bits: UInt16) {
    // Its exponent counts from 15, a float's from 127; the product is exact for numbers below the normal ones, too.
    let size = Float(bitPattern: UInt32(bits & 0x7FFF) << 13) * 0x1p112
    let isFinite = bits & 0x7C00 != 0x7C00
    self.init(bitPattern: size.bitPattern | UInt32(bits & 0x8000) << 16 | (isFinite ? 0 : 0x7F80_0000))
  }
}

/// Collects the numbers of `record` in row-major order from `bytes`, which are those of its extent.
@inline(__always)
private func gather<Bits: FixedWidthInteger>(
  _ record: TensorRecord, _ count: Int, _ bytes: UnsafeRawBufferPointer, _ swapped: Bool, _ number: (Bits) -> Float
) -> [Float] {
  let width = MemoryLayout<Bits>.size
  @inline(__always) func load(_ index: Int) -> Float {
    let bits = bytes.loadUnaligned(fromByteOffset: index &* width, as: Bits.self)
    return number(swapped ? Bits(bigEndian: bits) : Bits(littleEndian: bits))
  }
  return [Float](unsafeUninitializedCapacity: count) { values, filled in
    filled = count
    if record.isContiguous {
      for index in 0..<count { values[index] = load(index) }
      return
    }
    // An odometer over all dimensions but the last; the extent has been checked to hold every index.
    let inner = record.shape.last ?? 1
    let innerStride = record.strides.last ?? 0
    var place = [Int](repeating: 0, count: record.shape.count)
    var row = 0
    var index = 0
    while index < count {
      for column in 0..<inner { values[index + column] = load(row &+ column &* innerStride) }
      index += inner
      var dimension = record.shape.count - 2
      while dimension >= 0 {
        place[dimension] += 1
        row += record.strides[dimension]
        if place[dimension] < record.shape[dimension] { break }
        row -= place[dimension] * record.strides[dimension]
        place[dimension] = 0
        dimension -= 1
      }
    }
  }
}
