import Audio
import Testing

@Suite struct SequencingTests {
  private func sound(_ samples: [Float], rate: Double = 1000) throws -> Sound {
    try Sound(sampleRate: rate, channels: [samples])
  }

  @Test func soundsStandAtTheirFrames() throws {
    let one = try sound([1, 0.5])
    let sum = try Sound.sequence(
      [.init(one, at: 1), .init(one, at: 2, gain: 0.5), .init(one, at: 6), .init(one, at: -1)], frames: 5, isCut: false)
    #expect(sum.channels == [[0, 1, 1, 0.25, 0, 0, 1, 0.5]])
  }

  /// 5 ms are 5 frames here.
  @Test func aCutSoundFades() throws {
    let long = try sound([Float](repeating: 1, count: 40))
    let sum = try Sound.sequence([.init(long, at: 2, cut: 10)], frames: 4, isCut: false)
    #expect(sum.frameCount == 15)
    #expect(sum.channels[0][2..<10].allSatisfy { $0 == 1 })
    let tail = Array(sum.channels[0][10...])
    #expect(tail == tail.sorted(by: >) && tail[0] < 1 && tail[0] > 0.9 && tail[4] > 0 && tail[4] < 0.1)
  }

  @Test func aLoopEndsWhereItIsTold() throws {
    let long = try sound([Float](repeating: 1, count: 40))
    let loop = try Sound.sequence([.init(long, at: 0)], frames: 20, isCut: true)
    #expect(loop.frameCount == 20 && loop.channels[0][19] == 0 && loop.channels[0][14] == 1)
    #expect(try Sound.sequence([.init(long, at: 0)], frames: 2, isCut: true).frameCount == 2)
    #expect(try Sound.sequence([.init(long, at: 0)], frames: 0, isCut: true).frameCount == 0)
  }

  @Test func whatDoesNotGoTogetherIsSaid() throws {
    let one = try sound([1])
    #expect(throws: AudioError.nothingToJoin) { try Sound.sequence([], frames: 4, isCut: true) }
    #expect(throws: AudioError.ratesDiffer(first: 1000, other: 2000, index: 1)) {
      try Sound.sequence([.init(one, at: 0), .init(sound([1], rate: 2000), at: 0)], frames: 4, isCut: true)
    }
    #expect(throws: AudioError.channelCountsDiffer(first: 1, other: 2, index: 1)) {
      try Sound.sequence([.init(one, at: 0), .init(one.withChannels(2), at: 0)], frames: 4, isCut: true)
    }
    #expect(throws: AudioError.self) { try Sound.sequence([.init(one, at: 1 << 40)], frames: 1, isCut: false) }
    #expect(throws: AudioError.interrupted) {
      try Sound.sequence([.init(one, at: 0)], frames: 1, isCut: false) { true }
    }
  }
}
