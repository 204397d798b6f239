import Checkpoints
import Diffusion
import Tensors
import Testing

/// `max_peak` where TrainingFinishTests, which holds it against a command, has no sound for it.
@Suite struct SoundFinishTests {
  private func finished(_ values: [Float], isMade: Bool = true) throws -> [[Float]] {
    let network = NetworkConfig(inChannels: 2, channels: [8], factors: [1], items: [0])
    let finish = SoundFinish(ModelConfig(maxPeak: 0, network: network))
    let tensor = try Tensor(shape: [1, 2, 2], values: values)
    return try finish.channels(of: tensor, dividedBy: 2, sampleRate: 44_100, isMade: isMade)
  }

  /// One factor for all channels, so that where a sound stands between them stays.
  @Test func bothChannelsGoDownByOneFactor() throws {
    #expect(try finished([1, -8, 2, 0]) == [[0.125, -1], [0.25, 0]])
    // None above it, so they stay.
    #expect(try finished([1, -2, 2, 0]) == [[0.5, -1], [1, 0]])
    #expect(try finished([1, -8, 2, 0], isMade: false) == [[0.5, -4], [1, 0]])
  }

  @Test func whatIsNotFiniteStays() throws {
    let found = try finished([.infinity, -8, 2, .nan])
    #expect(found[0] == [.infinity, -4] && found[1][0] == 1 && found[1][1].isNaN)
  }
}
