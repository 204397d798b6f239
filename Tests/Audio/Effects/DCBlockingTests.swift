import Audio
import Foundation
import Testing

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
