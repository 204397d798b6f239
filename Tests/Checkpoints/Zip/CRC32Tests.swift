import Checkpoints
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
