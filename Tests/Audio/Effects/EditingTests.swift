import Audio
import Testing

@Suite struct SlicingTests {
  @Test func cutsAPieceOut() throws {
    let sound = try Sound(sampleRate: 1000, channels: [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    #expect(try sound.slice(from: 1, to: 2).channels == [[2], [5], [8]])
    #expect(try sound.slice(from: 0, to: 3) == sound)
    #expect(try sound.slice(from: 2, to: 3).channels == [[3], [6], [9]])
  }

  @Test(arguments: [(2, 4), (3, 4), (1, 1), (2, 1), (-1, 2), (0, .max), (.max, .max), (.min, 1)])
  func refusesWhatIsNotThere(start: Int, end: Int) throws {
    let sound = try Sound(sampleRate: 1000, channels: [[1, 2, 3]])
    #expect(throws: AudioError.noSuchSlice(start: start, end: end, frames: 3, rate: 1000)) {
      try sound.slice(from: start, to: end)
    }
  }

  @Test func saysHowLongAShortSoundIs() {
    let message = AudioError.noSuchSlice(start: 5, end: 6, frames: 1, rate: 44100).description
    #expect(message == "the sound has ended there: it has 1 frame")
    let longer = AudioError.noSuchSlice(start: 5, end: 6, frames: 1, rate: 100).description
    #expect(longer == "the sound has ended there: it has 0.01 s, which is 1 frame")
  }

  @Test func findsNothingInNothing() throws {
    let empty = try Sound(sampleRate: 1000, channels: [[]])
    #expect(throws: AudioError.self) { try empty.slice(from: 0, to: 0) }
    #expect(throws: AudioError.self) { try empty.slice(from: 0, to: 1) }
  }
}

@Suite struct TrimmingTests {
  private let sound = try? Sound(
    sampleRate: 1000, channels: [[0, 0.01, 0, 0.5, 0, 0, 0.01], [0, 0, -0.2, 0, 0.1, 0, 0]])

  @Test func cutsWhatIsBelowALevelInAllChannels() throws {
    let sound = try #require(sound)
    #expect(try sound.trimmed(below: 0.05).channels == [[0, 0.5, 0], [-0.2, 0, 0.1]])
    #expect(try sound.trimmed(below: 0.3).channels == [[0.5], [0]])
    #expect(try sound.trimmed(below: 1e-9).channels == [[0.01, 0, 0.5, 0, 0, 0.01], [0, -0.2, 0, 0.1, 0, 0]])
    #expect(try sound.trimmed(below: 0) == sound)
  }

  /// A sample that is just at the level is no silence.
  @Test func keepsWhatReachesTheLevel() throws {
    #expect(try #require(sound).trimmed(below: 0.5).channels == [[0.5], [0]])
  }

  @Test func cutsOneEndAlone() throws {
    let sound = try #require(sound)
    #expect(try sound.trimmed(below: 0.05, atEnd: false) == sound.slice(from: 2, to: 7))
    #expect(try sound.trimmed(below: 0.05, atStart: false) == sound.slice(from: 0, to: 5))
    #expect(try sound.trimmed(below: 0.05, atStart: false, atEnd: false) == sound)
  }

  @Test func refusesToLeaveNothing() throws {
    let sound = try #require(sound)
    #expect(throws: AudioError.quieterThan(level: 0.6, peak: 0.5)) { try sound.trimmed(below: 0.6) }
    #expect(throws: AudioError.self) { try sound.trimmed(below: .nan) }
    let empty = try Sound(sampleRate: 1000, channels: [[]])
    #expect(throws: AudioError.quieterThan(level: 0, peak: 0)) { try empty.trimmed(below: 0) }
    let one = try Sound(sampleRate: 1000, channels: [[0.1]])
    #expect(try one.trimmed(below: 0.05) == one)
  }
}

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

@Suite struct ChannelsTests {
  @Test func takesOneChannel() throws {
    let sound = try Sound(sampleRate: 1000, channels: [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    #expect(try (0..<3).map { try sound.channel($0).channels } == [[[1, 2, 3]], [[4, 5, 6]], [[7, 8, 9]]])
    for index in [-1, 3, .max] {
      #expect(throws: AudioError.noSuchChannel(index, of: 3)) { try sound.channel(index) }
    }
  }
}

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
