import Audio
import Testing

@Suite struct FadingTests {
  private func ones(_ frames: Int, channels: Int = 1) throws -> Sound {
    try Sound(sampleRate: 1000, channels: [[Float]](repeating: [Float](repeating: 1, count: frames), count: channels))
  }

  @Test func fadesBothEnds() throws {
    let result = try ones(7, channels: 3).faded(in: 4, out: 2)
    #expect(result.channels == [[Float]](repeating: [0, 0.25, 0.5, 0.75, 1, 0.5, 0], count: 3))
  }

  @Test func fadesTheWholeSoundAtMost() throws {
    #expect(try ones(3).faded(in: 3).channels == [[0, Float(1.0 / 3), Float(2.0 / 3)]])
    #expect(try ones(3).faded(out: 2).channels == [[1, 0.5, 0]])
    #expect(try ones(1).faded(in: 1).channels == [[0]])
    #expect(try ones(5).faded() == ones(5))
    #expect(try ones(0).faded() == ones(0))
    #expect(try ones(3).faded(in: -5) == ones(3))
    #expect(throws: AudioError.fadesTooLong(fadeIn: 4, fadeOut: 0, frames: 3, rate: 1000)) { try ones(3).faded(in: 4) }
    #expect(throws: AudioError.self) { try ones(3).faded(in: 2, out: 2) }
    #expect(throws: AudioError.self) { try ones(3).faded(in: .max, out: .max) }
    #expect(throws: AudioError.self) { try ones(0).faded(out: 1) }
  }

  /// Each curve rises from 0 to 1; the cosine is level at its ends, and the powers of equal-power fades add up.
  @Test(arguments: FadeCurve.allCases)
  func risesAlongItsCurve(curve: FadeCurve) {
    let gains = (0...100).map { curve.gain(at: Double($0) / 100) }
    #expect(gains.first == 0)
    #expect(gains.last == 1)
    #expect(zip(gains, gains.dropFirst()).allSatisfy { $0 < $1 })
    let mirrored = gains.reversed()
    switch curve {
    case .linear: #expect(gains[37] == 0.37)
    case .equalPower:
      let powers = zip(gains, mirrored).map { rising, falling in rising * rising + falling * falling }
      #expect(powers.allSatisfy { abs($0 - 1) < 1e-6 })
    case .cosine:
      #expect(gains[1] < 3e-4 && gains[99] > 1 - 3e-4)
      #expect(zip(gains, mirrored).map { $0 + $1 }.allSatisfy { abs($0 - 1) < 1e-6 })
    }
  }

  @Test func fadesOutAsItFadesIn() throws {
    for curve in FadeCurve.allCases {
      let rising = try ones(41).faded(in: 41, curve: curve)
      #expect(try ones(41).faded(out: 41, curve: curve) == rising.reversed())
    }
  }
}
