import Audio
import Foundation
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

@Suite struct NormalisationTests {
  /// The peak is the float asked for to the bit, so that 1 is not clipped.
  @Test(arguments: [1.0, 0.5, 0.891, 2.5])
  func reachesAPeakExactly(peak: Double) throws {
    for seed in 1..<50 {
      let sound = try Sound(sampleRate: 44100, channels: [[0.1 / Float(seed), -0.77 / Float(seed)], [0.3, 0]])
      #expect(try sound.normalised(toPeak: peak).peak == Float(peak))
    }
  }

  @Test(arguments: [(1, 44100), (2, 44100), (2, 5001), (3, 30001)])
  func reachesALoudness(channels: Int, frames: Int) throws {
    let sound = try TestSound.make(channels: channels, frames: frames)
    for loudness in [-30.0, -14, 3] {
      #expect(abs(try sound.normalised(toLoudness: loudness).loudness() - loudness) < 1e-4)
    }
  }

  @Test func refusesSilence() throws {
    let silence = try Sound(sampleRate: 44100, channels: [[0, 0, 0]])
    let empty = try Sound(sampleRate: 44100, channels: [[]])
    for sound in [silence, empty] {
      #expect(throws: AudioError.silent) { try sound.normalised(toPeak: 1) }
      #expect(throws: AudioError.silent) { try sound.normalised(toLoudness: -14) }
    }
    let faint = try TestSound.make().gained(by: 1e-6)
    #expect(throws: AudioError.tooQuietToMeasure(peak: Double(faint.peak))) { try faint.normalised(toLoudness: -14) }
    #expect(try faint.normalised(toPeak: 1).peak == 1)
  }
}

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
    case .exponential:
      // 60 dB in even steps, but for the last thousandth.
      #expect(abs(gains[50] - 0.0306) < 1e-4 && abs(gains[90] - 0.5007) < 1e-4)
    }
  }

  @Test func fadesOutAsItFadesIn() throws {
    for curve in FadeCurve.allCases {
      let rising = try ones(41).faded(in: 41, curve: curve)
      #expect(try ones(41).faded(out: 41, curve: curve) == rising.reversed())
    }
  }
}

@Suite struct DCBlockingTests {
  private func mean(_ samples: [Float]) -> Double { samples.reduce(0) { $0 + Double($1) } / Double(samples.count) }

  /// Even one-shots shorter than the filter's decay end without an offset, and as they were but for it.
  @Test(arguments: [97, 441, 4096, 32768])
  func takesAnOffsetOff(frames: Int) throws {
    let clean = (0..<frames).map { Float(0.3 * sin(2 * Double.pi * 16 * Double($0) / Double(frames))) }
    let sound = try Sound(sampleRate: 44100, channels: [clean.map { $0 + 0.25 }, clean.map { $0 - 0.1 }, clean])
    let result = sound.withoutDC()
    for plane in result.channels {
      #expect(abs(mean(plane)) < 1e-7)
    }
    let worst = zip(result.channels[0], clean).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
    // What a 10 Hz high-pass takes off a tone of 16 periods: little of the short ones, the phase shift of the longest.
    #expect(worst < (frames == 32768 ? 0.2 : 0.03))
    // The offset makes no difference to the result.
    for plane in result.channels.dropFirst() {
      #expect(zip(plane, result.channels[0]).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }

  /// The one-pole filter's gain at its corner is −3 dB, and near 0 dB two octaves and more above.
  @Test(arguments: [(20.0, 0.7071, 0.01), (80, 0.9701, 0.005), (1000, 0.9998, 0.002)])
  func passesWhatLiesAboveItsCorner(frequency: Double, gain: Double, tolerance: Double) throws {
    let tone = (0..<88200).map { Float(0.5 * sin(2 * Double.pi * frequency * Double($0) / 44100)) }
    let sound = try Sound(sampleRate: 44100, channels: [tone])
    let settled = try sound.withoutDC(corner: 20).slice(from: 44100, to: 88200)
    #expect(abs(Double(settled.rms) / (0.5 / 2.squareRoot()) - gain) < tolerance)
  }

  /// A slow drift goes too, which taking the mean off would leave.
  @Test func takesADriftOff() throws {
    let drift = (0..<44100).map { 0.4 * Float($0) / 44100 }
    let sound = try Sound(sampleRate: 44100, channels: [drift])
    #expect(sound.withoutDC(corner: 20).rms < 0.03)
    #expect(sound.withoutDC(corner: 0).rms > 0.1)
  }

  @Test func handlesTheShortest() throws {
    #expect(try Sound(sampleRate: 44100, channels: [[], []]).withoutDC().frameCount == 0)
    #expect(try Sound(sampleRate: 44100, channels: [[0.5]]).withoutDC().channels == [[0]])
  }
}
