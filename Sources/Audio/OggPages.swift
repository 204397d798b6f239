/// The pages of an Ogg file (RFC 3533).
package enum OggPages {
  /// The same single stream under the serial number 1: libsndfile draws one by the clock, and the same sound would
  /// give other bytes each time. Bytes that are no pages come back as they are.
  package static func withFixedSerial(_ file: [UInt8]) -> [UInt8] {
    var bytes = file
    var page = 0
    while page < bytes.count {
      guard page + 27 <= bytes.count, bytes[page..<(page + 4)].elementsEqual(Array("OggS".utf8)) else { return file }
      let segments = Int(bytes[page + 26])
      guard page + 27 + segments <= bytes.count else { return file }
      let body = bytes[(page + 27)..<(page + 27 + segments)].reduce(0) { $0 + Int($1) }
      let end = page + 27 + segments + body
      guard end <= bytes.count else { return file }
      store(1, in: &bytes, at: page + 14)
      store(0, in: &bytes, at: page + 22)
      store(checksum(bytes[page..<end]), in: &bytes, at: page + 22)
      page = end
    }
    return bytes
  }

  private static func store(_ value: UInt32, in bytes: inout [UInt8], at offset: Int) {
    for byte in 0..<4 { bytes[offset + byte] = UInt8(truncatingIfNeeded: value >> UInt32(8 * byte)) }
  }

  /// CRC-32 with polynomial 0x04C11DB7, most significant bit first, from 0, not inverted; the field itself counts as 0.
  package static func checksum(_ page: ArraySlice<UInt8>) -> UInt32 {
    page.reduce(0) { crc, byte in crc << 8 ^ table[Int(UInt8(truncatingIfNeeded: crc >> 24) ^ byte)] }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index) << 24) { crc, _ in crc & 0x8000_0000 == 0 ? crc << 1 : crc << 1 ^ 0x04C1_1DB7 }
  }
}
