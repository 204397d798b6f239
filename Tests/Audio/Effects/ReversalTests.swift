import Audio
import Testing

@Suite struct ReversalTests {
  @Test func turnsEachChannelAround() throws {
    let sound = try Sound(sampleRate: 1000, channels: [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    #expect(sound.reversed().channels == [[3, 2, 1], [6, 5, 4], [9, 8, 7]])
    #expect(sound.reversed().sampleRate == 1000)
    #expect(sound.reversed().reversed() == sound)
    let empty = try Sound(sampleRate: 1000, channels: [[]])
    #expect(empty.reversed() == empty)
  }
}
