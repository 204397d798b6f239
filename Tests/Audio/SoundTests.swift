import Audio
import Testing

@Suite struct SoundTests {
  @Test func knowsItsMeasures() throws {
    let sound = try Sound(sampleRate: 4, channels: [[0.5, -1.25, 0], [0, 0, 0.25]])
    #expect(sound.frameCount == 3)
    #expect(sound.channelCount == 2)
    #expect(sound.duration == 0.75)
    #expect(sound.peak == 1.25)
    let square: Float = (0.25 + 1.5625 + 0.0625) / 6
    #expect(abs(sound.rms - square.squareRoot()) < 1e-7)
    let empty = try Sound(sampleRate: 4, channels: [[]])
    #expect(empty.peak == 0 && empty.rms == 0 && empty.duration == 0)
  }

  @Test func refusesWhatIsNoSound() {
    #expect(throws: AudioError.noChannels) { try Sound(sampleRate: 1, channels: []) }
    #expect(throws: AudioError.channelsDiffer(lengths: [2, 1])) { try Sound(sampleRate: 1, channels: [[0, 0], [0]]) }
    #expect(throws: AudioError.rateNotPossible(0)) { try Sound(sampleRate: 0, channels: [[0]]) }
    #expect(throws: AudioError.rateNotPossible(.infinity)) { try Sound(sampleRate: .infinity, channels: [[0]]) }
    #expect(throws: AudioError.self) { try Sound(sampleRate: .nan, channels: [[0]]) }
  }

  @Test func changesItsChannels() throws {
    let mono = try Sound(sampleRate: 1, channels: [[1, 2]])
    let stereo = try Sound(sampleRate: 1, channels: [[1, 2], [3, 5]])
    let three = try Sound(sampleRate: 1, channels: [[1], [2], [6]])
    #expect(mono.withChannels(2).channels == [[1, 2], [1, 2]])
    #expect(stereo.withChannels(1).channels == [[2, 3.5]])
    #expect(stereo.withChannels(2) == stereo)
    #expect(three.withChannels(2).channels == [[1], [2]])
    #expect(abs(three.withChannels(1).channels[0][0] - 3) < 1e-6)
    #expect(stereo.withChannels(3).channels == [[1, 2], [3, 5], [1, 2]])
    #expect(mono.withChannels(-4).channelCount == 1)
    #expect(mono.withChannels(.max).channelCount == 1024)
  }

  @Test func isCutAndPadded() throws {
    let sound = try Sound(sampleRate: 1, channels: [[1, 2, 3], [4, 5, 6]])
    #expect(sound.prefix(2).channels == [[1, 2], [4, 5]])
    #expect(sound.prefix(9) == sound)
    #expect(sound.prefix(-1).frameCount == 0)
    #expect(try sound.padded(to: 4).channels == [[1, 2, 3, 0], [4, 5, 6, 0]])
    #expect(try sound.padded(to: 2) == sound)
    #expect(throws: AudioError.self) { try sound.padded(to: .max) }
  }

  @Test func joinsWhatFits() throws {
    let first = try Sound(sampleRate: 8, channels: [[1, 2], [3, 4]])
    let second = try Sound(sampleRate: 8, channels: [[5], [6]])
    #expect(try Sound.concatenate([first, second, first]).channels == [[1, 2, 5, 1, 2], [3, 4, 6, 3, 4]])
    #expect(try first.concatenated(with: second).channels == [[1, 2, 5], [3, 4, 6]])
    let other = try Sound(sampleRate: 9, channels: [[5], [6]])
    #expect(throws: AudioError.ratesDiffer(first: 8, other: 9, index: 1)) { try first.concatenated(with: other) }
    let mono = try Sound(sampleRate: 8, channels: [[5]])
    #expect(throws: AudioError.channelCountsDiffer(first: 2, other: 1, index: 2)) {
      try Sound.concatenate([first, second, mono])
    }
    #expect(throws: AudioError.nothingToJoin) { try Sound.concatenate([]) }
  }

  @Test func writesRatesAsPeopleDo() {
    #expect(AudioError.rateNotPossible(-12.5).description.contains("a sample rate of -12.5 Hz is"))
  }
}
