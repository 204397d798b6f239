import Analysis
import Audio
import Foundation
import Testing

@Suite struct DecayCurveTests {
  /// A tone that rises at once and falls by 20 dB in each `constant` seconds.
  private func tone(_ frequency: Double, constant: Double, rate: Double = 44_100) throws -> Sound {
    let samples = (0..<Int(rate)).map { frame -> Float in
      let time = Double(frame) / rate
      return Float(0.5 * pow(10, -time / constant) * cos(2 * .pi * frequency * time))
    }
    return try Sound(sampleRate: rate, channels: [samples, samples.map { $0 / 3 }])
  }

  /// The level is that of the envelope between the half waves too, within what a half wave loses.
  @Test(arguments: [40.0, 200, 3000], [8000.0, 44_100, 384_000])
  func followsTheEnvelope(frequency: Double, rate: Double) throws {
    guard frequency < rate / 4 else { return }
    let curve = try #require(try DecayCurve(of: tone(frequency, constant: 0.25, rate: rate)))
    let lost = 20 / 0.25 * (0.5 / frequency + 0.002)
    for (index, level) in curve.levels.enumerated().dropLast(15) {
      let time = (Double(index) + 0.5) * curve.step
      #expect(abs(level - -20 * time / 0.25) < lost + 0.1, "\(time)")
    }
  }

  /// The curve stays below a level from just the time on that is told, which is the one that is measured elsewhere.
  @Test func agreesWithTheMeasures() throws {
    let sounds = [
      try tone(55, constant: 0.21), try tone(900, constant: 0.13), try AnalysedSounds.kick(frames: 33_000),
      try AnalysedSounds.kick(frames: 33_000, hiss: 0.002),
    ]
    for sound in sounds {
      let (curve, measures) = (try #require(try DecayCurve(of: sound)), try SoundMeasures(of: sound))
      for (level, measure) in [(-20.0, SoundMeasures.Measure.decay20), (-40, .decay40)] {
        guard let time = curve.time(to: level) else { continue }
        #expect(time == measures[measure])
        let last = try #require(curve.levels.lastIndex { $0 >= level })
        #expect(abs(Double(last + 1) * curve.step - (curve.peak + time)) < 1e-9)
      }
      #expect(curve.rest == measures[.rest])
      #expect(curve.levels.max() == 0)
    }
    #expect(try #require(try DecayCurve(of: sounds[0])).time(to: -20) != nil)
  }

  /// What comes back up is seen, and a sound that ends before it has fallen has no time.
  @Test func showsWhatComesBack() throws {
    var samples = [Float](repeating: 0, count: 44_100)
    samples[4410] = 1
    samples[22_050] = 0.1
    let curve = try #require(try DecayCurve(of: Sound(sampleRate: 44_100, channels: [samples])))
    #expect(curve.levels[Int(0.1 / curve.step)] == 0 && abs(curve.levels[Int(0.5 / curve.step)] + 20) < 1e-5)
    #expect(curve.levels[0] == DecayCurve.silence && curve.levels[300] == DecayCurve.silence)
    #expect(abs(try #require(curve.time(to: -30)) - 0.401) < 1e-3)
    let steady = try Sound(sampleRate: 44_100, channels: [[Float](repeating: 1, count: 4410)])
    #expect(try #require(try DecayCurve(of: steady)).time(to: -20) == nil)
  }

  /// 8 ms without sound are a gap between half waves, 30 ms are none.
  @Test func fillsShortGaps() throws {
    var samples = [Float](repeating: 1, count: 8000)
    for frame in 2000..<2064 { samples[frame] = 0 }
    for frame in 4000..<4240 { samples[frame] = 0 }
    let curve = try #require(try DecayCurve(of: Sound(sampleRate: 8000, channels: [samples])))
    #expect(curve.levels[240...270].allSatisfy { $0 == 0 })
    #expect(curve.levels[500...529].allSatisfy { $0 == DecayCurve.silence })
  }

  @Test func takesWhatIsStrange() throws {
    #expect(try DecayCurve(of: Sound(sampleRate: 44_100, channels: [[0, 0]])) == nil)
    let click = try #require(try DecayCurve(of: Sound(sampleRate: 44_100, channels: [[-0.5]])))
    #expect(click.levels == [0] && click.time(to: -20) == nil)
    let slow = try #require(try DecayCurve(of: Sound(sampleRate: 100, channels: [[1, 0.1, 0.01, 0.001]])))
    #expect(slow.levels.count == 4 && slow.step == 0.01)
    let loudest = [Float](repeating: .greatestFiniteMagnitude, count: 99)
    let level = try #require(try DecayCurve(of: Sound(sampleRate: 44_100, channels: [loudest]))).levels
    #expect(level.allSatisfy { $0 == 0 })
    #expect(throws: AnalysisError.emptySound) { try DecayCurve(of: Sound(sampleRate: 44_100, channels: [[]])) }
    #expect(throws: AnalysisError.notFinite) { try DecayCurve(of: Sound(sampleRate: 44_100, channels: [[0, .nan]])) }
  }
}
