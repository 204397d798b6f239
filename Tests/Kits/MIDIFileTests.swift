import Kits
import Testing

@Suite struct MIDIFileTests {
  private let timing = PatternTiming(tempo: 120, beats: 4, grid: 16, swing: 0.5)

  /// Byte for byte, as Standard MIDI Files 1.0 has it.
  @Test func aBarIsWritten() throws {
    let hits = try DrumPattern([("kick", "x---------------"), ("hat", "X-o-------------")]).hits(steps: 16)
    let file = MIDIFile(hits, keys: [36, 42], timing: timing, bars: 1)
    let track: [UInt8] =
      [0, 0xFF, 0x58, 4, 4, 2, 24, 8, 0, 0xFF, 0x51, 3, 0x07, 0xA1, 0x20]
      + [0, 0x99, 36, 96, 0, 0x99, 42, 127, 120, 0x89, 36, 64, 0, 0x89, 42, 64]
      // 480 − 120 = 360 is 2·128 + 104; the bar of 3840 ends 3240 = 25·128 + 40 behind the last end.
      + [0x82, 0x68, 0x99, 42, 64, 120, 0x89, 42, 64, 0x99, 0x28, 0xFF, 0x2F, 0]
    let head: [UInt8] = Array("MThd".utf8) + [0, 0, 0, 6, 0, 0, 0, 1, 0x03, 0xC0] + Array("MTrk".utf8)
    #expect(file.bytes == head + [0, 0, 0, UInt8(track.count)] + track)
  }

  @Test func oneKeyIsStruckOnceAtATime() throws {
    let hits = try DrumPattern([("a", "x"), ("b", "X")]).hits(steps: 1)
    let once = MIDIFile(hits, keys: [36, 36], timing: timing, bars: 1).bytes
    let other = MIDIFile(hits.filter { $0.line == 1 }, keys: [36, 36], timing: timing, bars: 1).bytes
    #expect(once == other)
  }

  /// However far they swing, notes end before the next of their key begins.
  @Test(arguments: [0.5, 0.55, 0.75], [7, 16, 192])
  func notesEnd(swing: Double, grid: Int) throws {
    let timing = PatternTiming(tempo: 333.3, beats: 5, grid: grid, swing: swing)
    let bytes = MIDIFile(
      try DrumPattern([("a", "x")]).hits(steps: grid), keys: [36], timing: timing, bars: 1
    ).bytes
    let isOn = bytes.indices.dropLast(2).filter { bytes[$0 + 1] == 36 && [0x99, 0x89].contains(bytes[$0]) }
      .map { bytes[$0] == 0x99 }
    #expect(isOn == (0..<2 * grid).map { $0 % 2 == 0 })
  }
}
