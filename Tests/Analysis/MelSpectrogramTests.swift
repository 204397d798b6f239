import Analysis
import Audio
import Checkpoints
import Foundation
import Testing

@Suite struct MelSpectrogramTests {
  /// torchaudio's power spectrograms of Fixtures/mel.safetensors, whose recipe stands beside it: within 1e-4 of each
  /// value, plus 1e-7 of the loudest for what is next to silence, where float FFTs differ.
  @Test(arguments: [(44100, 8192), (44100, 5001), (48000, 8192)])
  func matchesTorchaudio(rate: Int, frames: Int) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let fixture = try Checkpoint.open(folder.appendingPathComponent("Fixtures/mel.safetensors").path).stateDict
    let samples = try fixture.tensor("sound.\(frames)").values
    let sound = try Sound(
      sampleRate: Double(rate), channels: [Array(samples[..<frames]), Array(samples[frames...])])
    let expected = try fixture.tensor("mel.\(rate).\(frames)")
    let spectrogram = try MelSpectrogram(of: sound)
    let count = frames / 512 + 1
    #expect(expected.shape == [80, count])
    #expect(spectrogram.power.count == count)
    let loudest = expected.values.max() ?? 0
    var worst: Float = 0
    for frame in 0..<count {
      #expect(spectrogram.power[frame].count == 80)
      for band in 0..<80 {
        let reference = expected.values[band * count + frame]
        let error = abs(spectrogram.power[frame][band] - reference)
        worst = max(worst, error / (1e-4 * reference + 1e-7 * loudest))
      }
    }
    #expect(worst < 1, "the worst value has \(worst) of its tolerance")
  }

  @Test func hasTrueDecibels() throws {
    #expect(decibels(power: 1) == 0)
    #expect(decibels(power: 100) == 20)
    #expect(abs(decibels(power: 0) + 100) < 1e-4)
    let spectrogram = try MelSpectrogram(of: AnalysedSounds.kick(frames: 8192))
    let values = spectrogram.decibels.joined()
    let loudest = try #require(values.max())
    #expect(loudest == spectrogram.peakDecibels)
    #expect(try #require(values.min()) == loudest - 80)
  }

  @Test func hasSilenceAtTheFloor() throws {
    let silence = try Sound(sampleRate: 44100, channels: [[Float](repeating: 0, count: 4096)])
    #expect(try MelSpectrogram(of: silence).decibels.joined().allSatisfy { abs($0 + 100) < 1e-4 })
  }

  /// Too short to be reflected (torch refuses 512 frames and fewer): with silence around them, and as loud as they are.
  @Test(arguments: [1, 2, 300, 512, 513])
  func takesShortSounds(frames: Int) throws {
    let sound = try Sound(sampleRate: 44100, channels: [(0..<frames).map { cos(0.1 * Float($0)) }])
    let spectrogram = try MelSpectrogram(of: sound)
    #expect(spectrogram.power.count == frames / 512 + 1)
    #expect(spectrogram.power.joined().allSatisfy { $0.isFinite })
    #expect(spectrogram.peakDecibels > -60)
  }

  @Test(arguments: [1.5, 8000, 11025, 192_000]) func takesAnyRate(rate: Double) throws {
    let noise = try AnalysedSounds.kick(frames: 3000)
    let sound = try Sound(sampleRate: rate, channels: noise.channels)
    #expect(try MelSpectrogram(of: sound).power.joined().allSatisfy { $0.isFinite && $0 >= 0 })
  }

  @Test func refusesWhatIsNoSound() throws {
    let empty = try Sound(sampleRate: 44100, channels: [[]])
    #expect(throws: AnalysisError.emptySound) { try MelSpectrogram(of: empty) }
    let broken = try Sound(sampleRate: 44100, channels: [[0, .nan]])
    #expect(throws: AnalysisError.notFinite) { try MelSpectrogram(of: broken) }
  }
}
