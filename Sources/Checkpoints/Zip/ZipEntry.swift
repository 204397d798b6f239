/// One entry of a zip archive, as the central directory describes it.
package struct ZipEntry: Equatable, Sendable {
  package let name: String
  /// Where the entry's own header lies in the file.
  package let headerOffset: Int
  /// The length of the data in bytes, as it lies in the file.
  package let byteCount: Int
  /// The checksum of the data; 0 where the writer left it out, as torch.save does when told to.
  package let checksum: UInt32
  /// Whether the data stand there as they are.
  package let packing: Packing
  /// Where the next entry, or the central directory, begins.
  package internal(set) var limit: Int

  package enum Packing: Sendable {
    case stored, compressed, encrypted
  }

  /// The fixed part of an entry's own header.
  static let headerLength = 30

  /// Reads the entry's own header and says where its data begins; throws when it contradicts the directory.
  package func dataOffset(in file: InputFile) throws(CheckpointFault) -> Int {
    switch packing {
    case .stored: break
    case .compressed: throw .archive(.compressed(name))
    case .encrypted: throw .archive(.encrypted(name))
    }
    guard let fixed = try file.bytes(at: headerOffset, count: ZipEntry.headerLength) else {
      throw .archive(.outsideFile(name))
    }
    var cursor = ByteCursor(fixed)
    guard cursor.unsigned(4) == 0x0403_4B50, cursor.range(2) != nil, let flags = cursor.unsigned(2),
      let method = cursor.unsigned(2), cursor.range(4) != nil, let checksum = cursor.unsigned(4),
      let packed = cursor.unsigned(4), let size = cursor.unsigned(4), let nameCount = cursor.count(2),
      let extraCount = cursor.count(2)
    else { throw contradiction }
    guard method == 0 else { throw contradiction }
    guard let ownName = try file.bytes(at: headerOffset + ZipEntry.headerLength, count: nameCount),
      ownName == Array(name.utf8)
    else { throw contradiction }
    // Sizes follow the data instead when bit 3 is set, or stand in the extra field when they are all ones.
    if flags & 8 == 0 {
      let sizes = [packed, size].filter { $0 != 0xFFFF_FFFF }
      guard sizes.allSatisfy({ $0 == UInt64(byteCount) }), checksum == UInt64(self.checksum) else {
        throw contradiction
      }
    }
    let start = headerOffset + ZipEntry.headerLength + nameCount + extraCount
    guard start <= limit, byteCount <= limit - start else { throw contradiction }
    return start
  }

  private var contradiction: CheckpointFault {
    .archive(.contradiction("\(name) is described in two ways"))
  }
}
