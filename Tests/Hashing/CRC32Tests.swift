import Hashing
import Testing

@Suite struct CRC32Tests {
  @Test func theCheckValueIsThePublishedOne() {
    #expect(Array("123456789".utf8).withUnsafeBytes(CRC32.checksum) == 0xCBF4_3926)
  }

  @Test(arguments: [0, 1, 7, 8, 9, 64, 1000])
  func tablesAgreeWithBits(count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
    #expect(bytes.withUnsafeBytes(CRC32.checksum) == slowChecksum(bytes))
  }
}

/// CRC-32 bit by bit, to hold the table-driven one against.
private func slowChecksum(_ bytes: [UInt8]) -> UInt32 {
  var crc = ~UInt32(0)
  for byte in bytes {
    crc ^= UInt32(byte)
    for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
  }
  return ~crc
}
