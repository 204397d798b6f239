import Audio
import Foundation
import Testing

@Suite struct InspectionTests {
  private func decibels(_ level: Double) -> Double { 20 * log10(level) }

  @Test func measuresADrum() throws {
    let sound = try TestOneShot.stereo(TestOneShot.drum())
    let inspection = Inspection(of: sound)
    #expect(inspection.duration == 0.5)
    #expect(inspection.peak == Double(sound.peak))
    #expect(inspection.rms == Double(sound.rms))
    #expect(inspection.loudness == sound.loudness())
    #expect(inspection.channelPeaks == [inspection.peak, inspection.peak])
    #expect(inspection.offsets.allSatisfy { abs($0) < 0.005 })
    #expect(inspection.startStep == 0 && inspection.endStep == 0)
    #expect(inspection.clippedRuns == 0)
    #expect(abs(try #require(inspection.correlation) - 1) < 1e-12)
    #expect(try #require(inspection.noiseFloor) < 1e-6)
    // 3 % of the peak are reached within the first millisecond of the attack.
    #expect(try #require(inspection.onset) < 0.001)
  }

  @Test func findsAnOffset() throws {
    let drum = TestOneShot.drum()
    let inspection = Inspection(of: try TestOneShot.stereo(drum, drum.map { $0 - 0.05 }))
    #expect(abs(inspection.offsets[1] - inspection.offsets[0] + 0.05) < 1e-6)
  }

  @Test(arguments: [0, 1, 441, 882, 4410])
  func findsTheOnset(delay: Int) throws {
    let late = [Float](repeating: 0, count: delay) + TestOneShot.drum()
    let direct = try #require(try Inspection(of: TestOneShot.stereo(TestOneShot.drum())).onset)
    let onset = try #require(try Inspection(of: TestOneShot.stereo(late)).onset)
    #expect(abs(onset - direct - Double(delay) / 44100) < 1e-9)
  }

  /// Hiss before the sound is no onset.
  @Test func looksPastHiss() throws {
    let hiss = TestOneShot.noise(frames: 2205, level: 0.003)
    let onset = try #require(try Inspection(of: TestOneShot.stereo(hiss + TestOneShot.drum())).onset)
    #expect(abs(onset - 0.05) < 0.001)
  }

  @Test func measuresTheStepsAtTheEnds() throws {
    let inspection = Inspection(of: try Sound(sampleRate: 8000, channels: [[0.1, 0, 0.9, 0], [-0.2, 0, 0, -0.3]]))
    #expect(inspection.startStep == Double(Float(0.2)))
    #expect(inspection.endStep == Double(Float(0.3)))
  }

  /// White noise has the share of its power above 10 kHz that the band has of half the rate: the quietest tenth of the
  /// windows lies within 1.5 dB below that.
  @Test(arguments: [44_100.0, 48_000, 96_000])
  func measuresTheNoiseFloor(rate: Double) throws {
    let noise = TestOneShot.noise(frames: 40_000, level: 0.01)
    let inspection = Inspection(of: try Sound(sampleRate: rate, channels: [noise]))
    let expected = -40 + 10 * log10((rate / 2 - 10_000) / (rate / 2))
    let floor = decibels(try #require(inspection.noiseFloor))
    #expect(floor < expected && floor > expected - 1.5)
  }

  /// A burst of high frequencies that dies away is no floor, a loud bass is none, and silence before and behind the
  /// sound hides none.
  @Test func tellsNoiseFromSound() throws {
    let hiss = TestOneShot.noise(level: 0.001)
    let drum = zip(TestOneShot.drum(), hiss).map { $0 + $1 }
    let cymbal = TestOneShot.noise(level: 0.3).enumerated().map { $1 * exp(-20 * Float($0) / 22_050) }
    let floor = decibels(try #require(try Inspection(of: TestOneShot.stereo(drum)).noiseFloor))
    #expect(abs(floor + 63) < 1.5)
    #expect(decibels(try #require(try Inspection(of: TestOneShot.stereo(cymbal)).noiseFloor)) < -150)
    let silence = [Float](repeating: 0, count: 20_000)
    let padded = decibels(try #require(try Inspection(of: TestOneShot.stereo(silence + drum + silence)).noiseFloor))
    #expect(abs(padded - floor) < 1)
  }

  @Test func countsFlatTops() throws {
    func runs(_ samples: [Float]) throws -> Int {
      Inspection(of: try Sound(sampleRate: 8000, channels: [samples])).clippedRuns
    }
    #expect(try runs([0, 1, 1, 1, 0]) == 1)
    #expect(try runs([1, 1, 1, 1, 1, 1, 1]) == 1)
    #expect(try runs([1, 1, 1, -1, -1, -1, 0.5, 1, 1, 1, 1]) == 3)
    #expect(try runs([0, 1, 1, 0, 1, 1]) == 0)
    #expect(try runs([0, 0.99, 0.99, 0.99, 0]) == 0)
    // The top of 16 bits, and a peak that is round.
    #expect(try runs([Float](repeating: 32767 / 32768, count: 3)) == 1)
    #expect(try runs([0.99998, 1, 0.99999, 0.99998]) == 0)
    #expect(
      Inspection(of: try Sound(sampleRate: 8000, channels: [[1, 1, 1], [0, 0, 0], [-2, -2, -2]])).clippedRuns == 2)
  }

  @Test func correlatesChannels() throws {
    let drum = TestOneShot.drum()
    let noise = TestOneShot.noise(level: 0.1)
    func correlation(_ channels: [[Float]]) throws -> Double? {
      Inspection(of: try Sound(sampleRate: 44100, channels: channels)).correlation
    }
    #expect(abs(try #require(try correlation([drum, drum.map { -0.3 * $0 }])) + 1) < 1e-6)
    #expect(abs(try #require(try correlation([drum, drum.map { 0.3 * $0 + 0.2 }])) - 1) < 1e-6)
    #expect(abs(try #require(try correlation([noise, TestOneShot.noise(level: 0.1, seed: 99)]))) < 0.03)
    #expect(abs(try #require(try correlation([drum, drum, drum.map { -$0 }])) + 1) < 1e-6)
    #expect(try correlation([drum]) == nil)
    #expect(try correlation([drum, drum.map { _ in 0 }]) == nil)
  }

  @Test(arguments: [[[]], [[], []], [[0.5]], [[0, 0, 0]], [[0.5], [-0.5], [0.1]]] as [[[Float]]])
  func measuresTheShortest(channels: [[Float]]) throws {
    let inspection = Inspection(of: try Sound(sampleRate: 44100, channels: channels))
    #expect(inspection.offsets.count == channels.count)
    #expect((inspection.onset == nil) == (inspection.peak == 0))
    #expect((inspection.noiseFloor == nil) == (inspection.peak == 0))
    #expect(inspection.loudness < 0)
  }

  @Test func measuresNoFloorWhereThereIsNone() throws {
    #expect(Inspection(of: try Sound(sampleRate: 16_000, channels: [TestOneShot.drum()])).noiseFloor == nil)
  }
}
