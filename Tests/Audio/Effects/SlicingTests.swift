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
    #expect(message == "the slice starts where the sound has ended: it has 1 frame")
    let longer = AudioError.noSuchSlice(start: 5, end: 6, frames: 1, rate: 100).description
    #expect(longer == "the slice starts where the sound has ended: it has 0.01 s, which is 1 frame")
  }

  @Test func findsNothingInNothing() throws {
    let empty = try Sound(sampleRate: 1000, channels: [[]])
    #expect(throws: AudioError.self) { try empty.slice(from: 0, to: 0) }
    #expect(throws: AudioError.self) { try empty.slice(from: 0, to: 1) }
  }
}
