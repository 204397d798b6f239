import Audio
import CSamplerate
import Foundation
import Testing

@Suite struct ResamplingTests {
  private func tone(rate: Double, frames: Int) throws -> Sound {
    let samples = (0..<frames).map { Float(0.5 * sin(2 * Double.pi * 1000 * Double($0) / rate)) }
    return try Sound(sampleRate: rate, channels: [samples, samples.map { -$0 }])
  }

  /// A tone of 1 kHz is the same tone at the new rate: within 1e-3 away from the ends, where the filter runs out of
  /// sound.
  @Test(arguments: [(48000.0, 44100.0), (22050, 44100), (96000, 44100), (44100, 8000)])
  func keepsATone(from: Double, to: Double) throws {
    let sound = try tone(rate: from, frames: Int(from))
    let result = try sound.resampled(to: to)
    let expected = try tone(rate: to, frames: Int(to))
    #expect(result.sampleRate == to)
    #expect(result.frameCount == Int(to))
    for channel in 0..<2 {
      let worst = (500..<(Int(to) - 500)).reduce(Float(0)) {
        max($0, abs(result.channels[channel][$1] - expected.channels[channel][$1]))
      }
      #expect(worst < 1e-3)
    }
  }

  /// Further than libsamplerate goes at once: a slow wave of 2 Hz is the same wave, within a hundredth of it.
  @Test(arguments: [(100.0, 48000.0), (48000, 100), (20, 48000), (96_000, 20)])
  func goesFurtherThan256TimesInSteps(from: Double, to: Double) throws {
    func wave(_ rate: Double) -> [Float] {
      (0..<Int(4 * rate)).map { Float(0.5 * sin(2 * Double.pi * 2 * Double($0) / rate)) }
    }
    let result = try Sound(sampleRate: from, channels: [wave(from)]).resampled(to: to)
    let expected = wave(to)
    #expect(result.sampleRate == to)
    #expect(result.frameCount == expected.count)
    let worst = (Int(to)..<Int(3 * to)).reduce(Float(0)) { max($0, abs(result.channels[0][$1] - expected[$1])) }
    #expect(worst < 5e-3)
  }

  @Test func roundsTheFrameCount() throws {
    #expect(try tone(rate: 48000, frames: 1001).resampled(to: 44100).frameCount == 920)
    #expect(try tone(rate: 44100, frames: 1).resampled(to: 88200).frameCount == 2)
    #expect(try Sound(sampleRate: 1000, channels: [[]]).resampled(to: 2000).frameCount == 0)
  }

  /// A sound of a frame or a few keeps its end: a constant stays above a third of its value, and nothing is lost whole.
  @Test(arguments: [1, 2, 3, 10], [22050.0, 48000, 88200]) func keepsTheEndOfTheShortest(frames: Int, to: Double) throws
  {
    let sound = try Sound(sampleRate: 44100, channels: [[Float](repeating: 0.5, count: frames)])
    let result = try sound.resampled(to: to)
    #expect(abs(result.channels[0].last ?? 0) > 0.5 / 3, "\(result.channels[0])")
  }

  @Test func leavesTheSameRateAlone() throws {
    let sound = try tone(rate: 44100, frames: 100)
    #expect(try sound.resampled(to: 44100) == sound)
  }

  @Test func refusesImpossibleRates() throws {
    let sound = try tone(rate: 44100, frames: 100)
    #expect(throws: AudioError.rateNotPossible(-1)) { try sound.resampled(to: -1) }
    let long = try Sound(sampleRate: 1000, channels: [[Float](repeating: 0, count: 2_000_000)])
    #expect(throws: AudioError.self) { try long.resampled(to: 200_000) }
  }

  /// Converted piece by piece: as in one go, and stopped between pieces.
  @Test(arguments: [48_000.0, 8000, 192_000, 44_099]) func piecesAreAsTheWhole(rate: Double) throws {
    let samples = (0..<200_000).map { (frame: Int) -> Float in
      let (slow, fast) = (sin(Double(frame) * 0.05), sin(Double(frame * frame) * 1e-7))
      return Float(0.5 * slow + 0.3 * fast)
    }
    let sound = try Sound(sampleRate: 44_100, channels: [samples])
    let found = try sound.resampled(to: rate).channels[0]
    let ratio = rate / 44_100
    let padded = samples + [Float](repeating: 0, count: Int((1 / ratio).rounded(.up)) + 1)
    var whole = [Float](repeating: 0, count: found.count)
    padded.withUnsafeBufferPointer { source in
      whole.withUnsafeMutableBufferPointer { target in
        var data = SRC_DATA()
        (data.data_in, data.data_out) = (source.baseAddress, target.baseAddress)
        (data.input_frames, data.output_frames, data.src_ratio) = (source.count, target.count, ratio)
        #expect(src_simple(&data, Int32(SRC_SINC_BEST_QUALITY), 1) == 0)
      }
    }
    #expect(found.map(\.bitPattern) == whole.map(\.bitPattern))
    var asked = 0
    #expect(throws: AudioError.interrupted) {
      try sound.resampled(to: rate) {
        asked += 1
        return asked > 1
      }
    }
    #expect(asked == 2)
  }

  @Test func aMixStopsBetweenSounds() throws {
    let sound = try Sound(sampleRate: 44_100, channels: [[0.1, 0.2]])
    var asked = 0
    #expect(throws: AudioError.interrupted) {
      try Sound.mix([sound, sound, sound]) {
        asked += 1
        return asked == 3
      }
    }
  }
}
