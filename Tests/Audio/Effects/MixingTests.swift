import Audio
import Testing

@Suite struct MixingTests {
  @Test func sumsAndPads() throws {
    let first = try Sound(sampleRate: 8, channels: [[1, 2, 3], [4, 5, 6]])
    let second = try Sound(sampleRate: 8, channels: [[0.5], [-4]])
    let empty = try Sound(sampleRate: 8, channels: [[], []])
    #expect(try Sound.mix([first, second]).channels == [[1.5, 2, 3], [0, 5, 6]])
    #expect(try Sound.mix([second, first]) == Sound.mix([first, second]))
    #expect(try Sound.mix([empty, second, first, second]).channels == [[2, 2, 3], [-4, 5, 6]])
    #expect(try Sound.mix([first]) == first)
  }

  @Test func refusesWhatDoesNotFit() throws {
    let first = try Sound(sampleRate: 8, channels: [[1], [2]])
    let faster = try Sound(sampleRate: 9, channels: [[1], [2]])
    let mono = try Sound(sampleRate: 8, channels: [[1]])
    #expect(throws: AudioError.nothingToJoin) { try Sound.mix([]) }
    #expect(throws: AudioError.ratesDiffer(first: 8, other: 9, index: 1)) { try Sound.mix([first, faster]) }
    #expect(throws: AudioError.channelCountsDiffer(first: 2, other: 1, index: 2)) {
      try Sound.mix([first, first, mono])
    }
  }
}
