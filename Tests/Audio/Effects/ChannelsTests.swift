import Audio
import Testing

@Suite struct ChannelsTests {
  @Test func takesOneChannel() throws {
    let sound = try Sound(sampleRate: 1000, channels: [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    #expect(try (0..<3).map { try sound.channel($0).channels } == [[[1, 2, 3]], [[4, 5, 6]], [[7, 8, 9]]])
    for index in [-1, 3, .max] {
      #expect(throws: AudioError.noSuchChannel(index, of: 3)) { try sound.channel(index) }
    }
  }
}
