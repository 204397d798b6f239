import Hashing

/// The entries of a zip archive of stored files; only its list of entries has been read.
package struct ZipArchive: Sendable {
  /// All the entries, in the order of the archive's list.
  package let entries: [ZipEntry]
  private let index: [String: Int]

  /// The largest list of entries that is read, in bytes; that of a 509 MB checkpoint has 0.3 MB.
  private static let maximumDirectory = 16 << 20

  /// Reads the list of entries of `file` and checks that they lie apart and inside of it.
  package init(_ file: InputFile) throws(CheckpointFault) {
    let end = try ZipEnd(file)
    guard end.directoryByteCount <= ZipArchive.maximumDirectory else {
      throw .archive(.tooManyEntries(end.entryCount))
    }
    guard end.entryCount <= end.directoryByteCount / ZipArchive.recordLength else {
      throw .archive(.contradiction("the list of entries is shorter than announced"))
    }
    guard let bytes = try file.bytes(at: end.directoryOffset, count: end.directoryByteCount) else {
      throw .archive(.outsideFile("the list of entries"))
    }
    var cursor = ByteCursor(bytes)
    var listed: [ZipEntry] = []
    var index: [String: Int] = [:]
    listed.reserveCapacity(end.entryCount)
    for _ in 0..<end.entryCount {
      let entry = try ZipArchive.entry(&cursor, limit: end.directoryOffset)
      guard index.updateValue(listed.count, forKey: entry.name) == nil else {
        throw .archive(.duplicateName(entry.name))
      }
      listed.append(entry)
    }
    guard cursor.remaining == 0 else {
      throw .archive(.contradiction("the list of entries is longer than announced"))
    }
    self.entries = try ZipArchive.setLimits(listed, end: end.directoryOffset)
    self.index = index
  }

  /// The entry of that name.
  package subscript(name: String) -> ZipEntry? {
    index[name].map { entries[$0] }
  }

  /// The data of `entry`, copied; its checksum is compared where there is one.
  package func bytes(of entry: ZipEntry, in file: InputFile) throws(CheckpointFault) -> [UInt8] {
    let start = try entry.dataOffset(in: file)
    guard let bytes = try file.bytes(at: start, count: entry.byteCount) else {
      throw .archive(.outsideFile(entry.name))
    }
    if entry.checksum != 0, bytes.withUnsafeBytes(CRC32.checksum) != entry.checksum {
      throw .archive(.checksum(entry.name))
    }
    return bytes
  }

  /// The fixed part of a record in the list of entries.
  private static let recordLength = 46

  /// Reads one record (PKWARE APPNOTE 4.3.12).
  private static func entry(_ cursor: inout ByteCursor, limit: Int) throws(CheckpointFault) -> ZipEntry {
    guard cursor.unsigned(4) == 0x0201_4B50, cursor.range(4) != nil, let flags = cursor.unsigned(2),
      let method = cursor.unsigned(2), cursor.range(4) != nil, let checksum = cursor.unsigned(4),
      var packed = cursor.unsigned(4), var size = cursor.unsigned(4), let nameCount = cursor.count(2),
      let extraCount = cursor.count(2), let commentCount = cursor.count(2), cursor.range(8) != nil,
      var offset = cursor.unsigned(4), let nameRange = cursor.range(nameCount),
      let extra = cursor.range(extraCount), cursor.range(commentCount) != nil
    else { throw .archive(.contradiction("the list of entries is broken")) }
    let name = String(decoding: cursor.bytes[nameRange], as: UTF8.self)
    guard Array(name.utf8) == Array(cursor.bytes[nameRange]) else {
      throw .archive(.contradiction("the name \(name) is not UTF-8"))
    }
    // Fields of all ones stand in the zip64 extra field instead, in this order.
    if size == 0xFFFF_FFFF || packed == 0xFFFF_FFFF || offset == 0xFFFF_FFFF {
      guard var field = zip64Field(cursor.bytes, extra),
        field.replace(&size), field.replace(&packed), field.replace(&offset)
      else { throw .archive(.contradiction("the zip64 field of \(name) is missing or too short")) }
    }
    let packing: ZipEntry.Packing = flags & 1 == 1 ? .encrypted : method == 0 ? .stored : .compressed
    guard packing != .stored || packed == size else {
      throw .archive(.contradiction("\(name) is stored, yet has two sizes"))
    }
    guard let offset = Int(exactly: offset), let packed = Int(exactly: packed), offset <= limit,
      packed <= limit - offset
    else { throw .archive(.outsideFile(name)) }
    return ZipEntry(
      name: name, headerOffset: offset, byteCount: packed, checksum: UInt32(truncatingIfNeeded: checksum),
      packing: packing, limit: limit)
  }

  /// The contents of the zip64 field (number 1) among an entry's extra fields.
  private static func zip64Field(_ bytes: [UInt8], _ extra: Range<Int>) -> ByteCursor? {
    var cursor = ByteCursor(Array(bytes[extra]))
    while let id = cursor.unsigned(2), let count = cursor.count(2), let range = cursor.range(count) {
      if id == 1 { return ByteCursor(Array(cursor.bytes[range])) }
    }
    return nil
  }

  /// Gives each entry the place where the next one begins, and throws where two overlap.
  private static func setLimits(_ entries: [ZipEntry], end: Int) throws(CheckpointFault) -> [ZipEntry] {
    var result = entries
    let order = entries.indices.sorted { entries[$0].headerOffset < entries[$1].headerOffset }
    for (place, this) in order.enumerated() {
      let entry = entries[this]
      let next = place + 1 < order.count ? order[place + 1] : nil
      let limit = next.map { entries[$0].headerOffset } ?? end
      let least = ZipEntry.headerLength + entry.name.utf8.count
      guard least <= limit - entry.headerOffset, entry.byteCount <= limit - entry.headerOffset - least else {
        guard let next else { throw .archive(.outsideFile(entry.name)) }
        throw .archive(.overlap(entry.name, entries[next].name))
      }
      result[this].limit = limit
    }
    return result
  }
}

extension ByteCursor {
  /// Puts the next eight bytes in the place of a field of all ones; false when they are missing.
  fileprivate mutating func replace(_ field: inout UInt64) -> Bool {
    guard field == 0xFFFF_FFFF else { return true }
    guard let value = unsigned(8) else { return false }
    field = value
    return true
  }
}
