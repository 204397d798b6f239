import Checkpoints
import Testing

@Suite struct ByteCursorTests {
  @Test func numbersAreLittleEndian() {
    var cursor = ByteCursor([1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(cursor.unsigned(2) == 0x0201)
    #expect(cursor.count(4) == 0x0605_0403)
    #expect(cursor.unsigned(4) == nil)
    #expect(cursor.position == 6)
    #expect(cursor.range(3) == 6..<9)
    #expect(cursor.byte() == nil)
  }

  @Test func numbersBeyondAnIntAreNil() {
    var cursor = ByteCursor([UInt8](repeating: 0xFF, count: 8))
    #expect(cursor.count(8) == nil)
  }

  @Test func linesNeedTheirEnd() {
    var cursor = ByteCursor(Array("os\nsystem".utf8))
    #expect(cursor.line() == 0..<2)
    #expect(cursor.line() == nil)
    #expect(cursor.position == 3)
  }
}
