import Audio
import Testing

@Suite struct OggPagesTests {
  /// The check value of this CRC (CRC-32/MPEG-2's polynomial from 0, not inverted) for the usual nine digits.
  @Test func checksumsAsOggDoes() {
    #expect(OggPages.checksum(Array("123456789".utf8)[...]) == 0x89A1_897F)
  }

  @Test func leavesOtherBytesAlone() {
    for bytes in [[], [1, 2, 3], Array("OggS and no page after it, however long".utf8)] as [[UInt8]] {
      #expect(OggPages.withFixedSerial(bytes) == bytes)
    }
  }

  /// The page as it would be had it been written with the serial number 1.
  @Test func replacesTheSerial() {
    func page(serial: UInt8, checksum: [UInt8]) -> [UInt8] {
      let numbers = [serial, 0, 0, 0] + [UInt8](repeating: 0, count: 4) + checksum
      return Array("OggS".utf8) + [0, 2] + [UInt8](repeating: 0, count: 8) + numbers + [1, 3] + [7, 8, 9]
    }
    let crc = OggPages.checksum(page(serial: 1, checksum: [0, 0, 0, 0])[...])
    let stored = (0..<4).map { UInt8(truncatingIfNeeded: crc >> UInt32(8 * $0)) }
    let file = page(serial: 77, checksum: [1, 2, 3, 4])
    let fixed = page(serial: 1, checksum: stored)
    #expect(OggPages.withFixedSerial(file + file) == fixed + fixed)
  }
}
