/// The checksum of zip archives: CRC-32 with the reflected polynomial 0xEDB88320 (PKWARE APPNOTE 4.4.7).
package enum CRC32 {
  // Eight bytes at a time: table k holds the remainder of a byte followed by k zero bytes.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for index in 0..<256 {
      var value = UInt32(index)
      for _ in 0..<8 { value = value & 1 == 1 ? (value >> 1) ^ 0xEDB8_8320 : value >> 1 }
      tables[index] = value
    }
    for index in 256..<8 * 256 {
      let previous = tables[index - 256]
      tables[index] = (previous >> 8) ^ tables[Int(previous & 0xFF)]
    }
    return tables
  }()

  /// The checksum of `bytes`.
  package static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    checksum(bytes, after: 0)
  }

  /// The checksum of what has the checksum `start`, followed by `bytes`; that of nothing is 0.
  package static func checksum(_ bytes: UnsafeRawBufferPointer, after start: UInt32) -> UInt32 {
    var crc = ~start
    tables.withUnsafeBufferPointer { table in
      var index = 0
      while bytes.count - index >= 8 {
        let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)) ^ UInt64(crc)
        crc = table[7 * 256 + Int(word & 0xFF)] ^ table[6 * 256 + Int(word >> 8 & 0xFF)]
        crc ^= table[5 * 256 + Int(word >> 16 & 0xFF)] ^ table[4 * 256 + Int(word >> 24 & 0xFF)]
        crc ^= table[3 * 256 + Int(word >> 32 & 0xFF)] ^ table[2 * 256 + Int(word >> 40 & 0xFF)]
        crc ^= table[256 + Int(word >> 48 & 0xFF)] ^ table[Int(word >> 56)]
        index += 8
      }
      while index < bytes.count {
        crc = (crc >> 8) ^ table[Int((crc ^ UInt32(bytes[index])) & 0xFF)]
        index += 1
      }
    }
    return ~crc
  }
}
