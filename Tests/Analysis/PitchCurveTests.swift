import Analysis
import Audio
import Foundation
import Testing

@Suite struct PitchCurveTests {
  /// A tone whose frequency is given at each time, at half of full scale.
  private func tone(
    seconds: Double, rate: Double = 44_100, level: (Double) -> Double = { _ in 0.5 }, frequency: (Double) -> Double
  ) throws -> Sound {
    var phase = 0.0
    let samples = (0..<Int(seconds * rate)).map { frame -> Float in
      let time = Double(frame) / rate
      phase += 2 * .pi * frequency(time) / rate
      return Float(level(time) * sin(phase))
    }
    return try Sound(sampleRate: rate, channels: [samples])
  }

  private func points(of sound: Sound) throws -> [PitchCurve.Point] { try PitchCurve(of: sound).runs.flatMap(\.self) }

  @Test(arguments: [45.0, 110, 440, 990, 1010, 3000], [22_050.0, 44_100, 384_000])
  func aSteadyToneStays(frequency: Double, rate: Double) throws {
    let curve = try PitchCurve(of: tone(seconds: 0.3, rate: rate) { _ in frequency })
    #expect(curve.runs.count == 1)
    let run = try #require(curve.runs.first)
    #expect(run.count > 90 && run.allSatisfy { abs($0.frequency / frequency - 1) < 0.01 })
  }

  /// From 40 Hz to 4 kHz in a second, through all that is told apart.
  @Test func followsASweep() throws {
    let points = try points(of: tone(seconds: 1) { 40 * pow(100, $0) })
    #expect(points.count > 380)
    for point in points {
      #expect(abs(point.frequency / (40 * pow(100, point.time)) - 1) < 0.03, "\(point)")
    }
  }

  /// As a kick falls, from 250 to 50 Hz: within a semitone from 15 ms after the hit on.
  @Test func followsAFall() throws {
    let kick = try tone(seconds: 0.5, level: { 0.7 * exp(-$0 * 6) }, frequency: { 50 + 200 * exp(-$0 / 0.03) })
    let points = try points(of: kick)
    #expect(try #require(points.first).time < 0.015)
    for point in points {
      let told = 12 * log2(point.frequency / (50 + 200 * exp(-point.time / 0.03)))
      #expect(abs(told) < 1, "\(point)")
    }
  }

  /// The figures that are told elsewhere lie on the curve.
  @Test func agreesWithTheSweep() throws {
    for sound in [
      try tone(seconds: 0.5, level: { 0.7 * exp(-$0 * 6) }, frequency: { 50 + 200 * exp(-$0 / 0.03) }),
      try AnalysedSounds.kick(frames: 22_050), try tone(seconds: 0.5, frequency: { _ in 220 }),
    ] {
      let (sweep, points) = (try #require(PitchSweep(of: sound)), try points(of: sound))
      let late = points.filter { 0.1...0.17 ~= $0.time }.map(\.frequency)
      #expect(try #require(late.min()) * 0.97 < sweep.late && sweep.late < #require(late.max()) * 1.03)
      let early = points.filter { $0.time < 0.03 }.map(\.frequency)
      #expect(try #require(early.min()) * 0.97 < sweep.early && sweep.early < #require(early.max()) * 1.1)
    }
  }

  @Test func whatHasNoPitchHasNone() throws {
    let noise = AnalysedSounds.noise(44_100)
    #expect(try points(of: Sound(sampleRate: 44_100, channels: [noise.map { Float($0) }])).isEmpty)
    var filter = Butterworth(.lowPass, order: 4, frequency: 500, sampleRate: 44_100)
    let dull = noise.map { Float(filter.next($0)) }
    #expect(try points(of: Sound(sampleRate: 44_100, channels: [dull])).isEmpty)
    for planes in [[[0.5]], [[Float](repeating: 0, count: 9000)], [[Float](repeating: 1, count: 9000)]] {
      #expect(try points(of: Sound(sampleRate: 44_100, channels: planes)).isEmpty)
    }
    // Channels that cancel, and a rate that holds too little.
    let plane = try tone(seconds: 0.3) { _ in 220 }.channels[0]
    #expect(try points(of: Sound(sampleRate: 44_100, channels: [plane, plane.map { -$0 }])).isEmpty)
    #expect(try points(of: tone(seconds: 5, rate: 100) { _ in 5 }).isEmpty)
  }

  /// A tone, a gap of silence and another one: nothing is drawn across, but for the windows' width, nor where the tone
  /// is 40 dB down.
  @Test func leavesGaps() throws {
    let curve = try PitchCurve(
      of: tone(seconds: 0.9, level: { 0.3...0.6 ~= $0 ? 0 : 0.5 }, frequency: { $0 < 0.4 ? 200 : 300 }))
    #expect(curve.runs.count == 2)
    #expect(curve.runs.allSatisfy { $0.allSatisfy { !(0.325...0.575 ~= $0.time) } })
    let fading = try points(of: tone(seconds: 2, level: { pow(10, -$0 * 2) }, frequency: { _ in 200 }))
    #expect(try #require(fading.last).time < 1.05)
  }

  /// A part has the figures of the whole, more closely.
  @Test func looksAtAPart() throws {
    let sound = try tone(seconds: 30) { 200 + 10 * $0 }
    let part = try PitchCurve(of: sound, within: 20...21).runs.flatMap(\.self)
    #expect((390...401).contains(part.count))
    #expect(part.allSatisfy { 20...21 ~= $0.time && abs($0.frequency - (200 + 10 * $0.time)) < 1 })
  }

  @Test func refusesWhatIsNoSound() throws {
    #expect(throws: AnalysisError.emptySound) { try PitchCurve(of: Sound(sampleRate: 44_100, channels: [[]])) }
    #expect(throws: AnalysisError.notFinite) {
      try PitchCurve(of: Sound(sampleRate: 44_100, channels: [[0, .infinity]]))
    }
    var asked = 0
    #expect(throws: AnalysisError.interrupted) {
      try PitchCurve(of: tone(seconds: 1) { _ in 200 }) {
        asked += 1
        return asked > 3
      }
    }
    let loudest = [Float](repeating: .greatestFiniteMagnitude, count: 5000)
    #expect(try points(of: Sound(sampleRate: 44_100, channels: [loudest])).isEmpty)
  }
}
