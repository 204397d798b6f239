import Audio
import Testing

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
