import Hashing

/// Writes a zip archive of stored files, one after the other.
struct ZipWriter {
  private var records: [ZipRecord] = []

  /// Writes a small entry.
  mutating func add(_ name: String, _ bytes: [UInt8], to output: inout FileOutput) throws(CheckpointWritingError) {
    var record = ZipRecord(name: name, offset: output.position, byteCount: bytes.count)
    record.checksum = bytes.withUnsafeBytes(CRC32.checksum)
    try output.append(record.localHeader)
    try output.append(bytes)
    try output.append(record.descriptor)
    records.append(record)
  }

  /// Writes the numbers of `content` from where they lie; `tensor` and `shape` are for the error.
  mutating func add(
    _ name: String, _ content: TensorContent, tensor: String, shape: [Int], to output: inout FileOutput
  ) throws(CheckpointWritingError) {
    var record = ZipRecord(name: name, offset: output.position, byteCount: content.byteCount)
    try output.append(record.localHeader)
    record.checksum = try output.append(content, name: tensor, shape: shape)
    try output.append(record.descriptor)
    records.append(record)
  }

  /// Writes the list of entries, which ends the archive.
  func finish(_ output: inout FileOutput) throws(CheckpointWritingError) {
    let start = output.position
    for record in records { try output.append(record.directoryRecord) }
    let end = ZipRecord.end(count: records.count, offset: start, byteCount: output.position - start)
    try output.append(end)
  }
}

/// One entry of a zip archive that is being written, and the bytes that describe it (PKWARE APPNOTE 4.3.7 to 4.3.16).
///
/// Sizes and the checksum follow the data, as in torch.save's files, so that data are written as they come. What needs
/// more than 32 bits stands in zip64 fields.
package struct ZipRecord: Equatable, Sendable {
  package let name: String
  /// Where the entry's own header lies in the file.
  package let offset: Int
  /// The length of the data in bytes.
  package let byteCount: Int
  /// The checksum of the data, known when they are written.
  package var checksum: UInt32 = 0

  /// Data begin at a multiple of this, as torch.save has it, so that they can be mapped.
  package static let alignment = 64

  package init(name: String, offset: Int, byteCount: Int) {
    self.name = name
    self.offset = offset
    self.byteCount = byteCount
  }

  private static let allOnes: UInt64 = 0xFFFF_FFFF
  // Bit 3: sizes follow the data. Bit 11: names are UTF-8.
  private static let flags: UInt64 = 0x0808

  private var isLarge: Bool { UInt64(byteCount) >= ZipRecord.allOnes }
  private var isFarAway: Bool { UInt64(offset) >= ZipRecord.allOnes }
  private var version: UInt64 { isLarge || isFarAway ? 45 : 20 }

  /// What stands before the data, up to their aligned beginning.
  package var localHeader: [UInt8] {
    var extra: [UInt8] = []
    if isLarge { extra += little(1, 2) + little(16, 2) + little(0, 16) }
    let start = offset + ZipEntry.headerLength + name.utf8.count + extra.count + 4
    // The field of padding that torch.save writes is called FB too.
    let padding = (ZipRecord.alignment - start % ZipRecord.alignment) % ZipRecord.alignment
    extra += Array("FB".utf8) + little(UInt64(padding), 2) + [UInt8](repeating: 0x5A, count: padding)
    let size = isLarge ? ZipRecord.allOnes : 0
    return little(0x0403_4B50, 4) + little(version, 2) + little(ZipRecord.flags, 2) + little(0, 2) + ZipRecord.time
      + little(0, 4) + little(size, 4) + little(size, 4) + little(UInt64(name.utf8.count), 2)
      + little(UInt64(extra.count), 2) + Array(name.utf8) + extra
  }

  /// What stands after the data.
  package var descriptor: [UInt8] {
    let (size, width) = (UInt64(byteCount), isLarge ? 8 : 4)
    return little(0x0807_4B50, 4) + little(UInt64(checksum), 4) + little(size, width) + little(size, width)
  }

  /// The entry's line in the list of entries.
  package var directoryRecord: [UInt8] {
    var field: [UInt8] = []
    if isLarge { field += little(UInt64(byteCount), 8) + little(UInt64(byteCount), 8) }
    if isFarAway { field += little(UInt64(offset), 8) }
    if !field.isEmpty { field = little(1, 2) + little(UInt64(field.count), 2) + field }
    let size = isLarge ? ZipRecord.allOnes : UInt64(byteCount)
    return little(0x0201_4B50, 4) + little(version, 2) + little(version, 2) + little(ZipRecord.flags, 2)
      + little(0, 2) + ZipRecord.time + little(UInt64(checksum), 4) + little(size, 4) + little(size, 4)
      + little(UInt64(name.utf8.count), 2) + little(UInt64(field.count), 2) + little(0, 10)
      + little(isFarAway ? ZipRecord.allOnes : UInt64(offset), 4) + Array(name.utf8) + field
  }

  /// What ends the archive: `count` entries, listed in the `byteCount` bytes from `offset` on.
  package static func end(count: Int, offset: Int, byteCount: Int) -> [UInt8] {
    let (entries, place, size) = (UInt64(count), UInt64(offset), UInt64(byteCount))
    var bytes: [UInt8] = []
    if entries >= 0xFFFF || place >= allOnes || size >= allOnes {
      bytes += little(0x0606_4B50, 4) + little(44, 8) + little(45, 2) + little(45, 2) + little(0, 8)
      bytes += little(entries, 8) + little(entries, 8) + little(size, 8) + little(place, 8)
      bytes += little(0x0706_4B50, 4) + little(0, 4) + little(place + size, 8) + little(1, 4)
    }
    bytes += little(0x0605_4B50, 4) + little(0, 4) + little(min(entries, 0xFFFF), 2) + little(min(entries, 0xFFFF), 2)
    return bytes + little(min(size, allOnes), 4) + little(min(place, allOnes), 4) + little(0, 2)
  }

  /// Midnight of 1 January 1980, so that the same weights give the same bytes.
  private static let time = little(0, 2) + little(1 << 5 | 1, 2)
}

/// `value` as `width` bytes, the lowest first.
func little(_ value: UInt64, _ width: Int) -> [UInt8] {
  (0..<width).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) : 0 }
}
