import Audio
import Testing

@Suite struct GainTests {
  @Test(arguments: [1, 2, 3])
  func scalesEverySample(channels: Int) throws {
    let sound = try TestSound.make(channels: channels, frames: 777)
    let result = try sound.gained(by: 0.25)
    #expect(result.channels == sound.channels.map { $0.map { $0 / 4 } })
    #expect(try sound.gained(by: 1) == sound)
    #expect(try sound.gained(by: -1).channels == sound.channels.map { $0.map { -$0 } })
    #expect(try sound.gained(by: 0).peak == 0)
  }

  @Test func leavesAnEmptySoundEmpty() throws {
    let empty = try Sound(sampleRate: 8000, channels: [[], []])
    #expect(try empty.gained(by: 3) == empty)
  }

  @Test func knowsDecibels() {
    #expect(Sound.factor(decibels: 0) == 1)
    #expect(abs(Sound.factor(decibels: -20) - 0.1) < 1e-8)
    #expect(abs(Sound.factor(decibels: 6) - 1.995262315) < 1e-7)
    #expect(Sound.factor(decibels: -.infinity) == 0)
  }

  @Test func refusesWhatAFloatCannotHold() throws {
    let sound = try TestSound.make(frames: 10)
    #expect(throws: AudioError.gainNotPossible(1e39)) { try sound.gained(by: 1e39) }
    #expect(throws: AudioError.self) { try sound.gained(by: .infinity) }
    #expect(throws: AudioError.self) { try sound.gained(by: .nan) }
    #expect(try sound.gained(by: 1e30).peak.isFinite)
  }
}
