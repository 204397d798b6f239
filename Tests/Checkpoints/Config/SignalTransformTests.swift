import Checkpoints
import Testing

struct SignalTransformTests {
  /// A configuration whose net_t these lines are.
  private func text(_ netT: String) -> String {
    """
    length: 1024
    model:
      model:
        _target_: audio_diffusion_pytorch.DiffusionModel
        net_t:
    \(netT.split(separator: "\n").map { "      \($0)" }.joined(separator: "\n"))
        in_channels: 2
        channels: [8, 16]
        factors: [1, 2]
        items: [1, 1]
    """
  }

  private func transform(_ netT: String) throws -> SignalTransform {
    try ModelConfig.parse(text(netT)).network.transform
  }

  private func fault(_ netT: String) -> ConfigFault? {
    do {
      _ = try ModelConfig.parse(text(netT))
      return nil
    } catch {
      return error
    }
  }

  /// tiny-audio-diffusion's own name for LTPlugin(UNetV0, num_filters=32, window_length=16, stride=16).
  @Test func readsTheReferencesOwn() throws {
    #expect(try transform("_target_: ${module}.UNetT_LT") == .learned(filters: 32, window: 16, stride: 16))
    #expect(try transform("_target_: ${module}.UNetT") == .none)
  }

  @Test func readsSettings() throws {
    let learned = """
      _target_: audio_diffusion_pytorch.LTPlugin
      net_t:
        _target_: ${module}.UNetT
      num_filters: 128
      window_length: 64
      stride: 32
      """
    #expect(try transform(learned) == .learned(filters: 128, window: 64, stride: 32))
    #expect(try transform("_target_: a.PatchPlugin\npatch_size: 8") == .patch(size: 8))
    #expect(
      try transform("_target_: a.LappedPlugin\nblock_length: 1024\nblocks: 32") == .lapped(block: 1024, blocks: 32))
  }

  @Test func namesWhatIsWrong() throws {
    #expect(
      fault("_target_: a.LTPlugin\nnum_filters: 8\nwindow_length: 4") == .missing(key: "model.model.net_t.stride"))
    let lapped = "_target_: a.LappedPlugin\nblock_length: 16\nblocks: 2048\npositions: "
    #expect(try transform(lapped + "blocks") == .lapped(block: 16, blocks: 2048, positions: .blocks))
    #expect(try transform(lapped + "frequencies") == .lapped(block: 16, blocks: 2048))
    #expect(
      fault(lapped + "waves")
        == .wrongType(key: "model.model.net_t.positions", expected: "frequencies or blocks", found: "waves"))
    #expect(fault("_target_: a.LappedPlugin\nblocks: 32") == .missing(key: "model.model.net_t.block_length"))
    #expect(fault("_target_: a.PatchPlugin") == .missing(key: "model.model.net_t.patch_size"))
    #expect(
      fault("_target_: a.PatchPlugin\npatch_size: 4\nstride: 2") == .unknownKey("model.model.net_t.stride"))
    #expect(
      fault("_target_: a.PatchPlugin\npatch_size: 0")
        == .outOfRange(key: "model.model.net_t.patch_size", value: 0, lowest: 1, highest: 65_536))
    guard case .unsupported("model.model.net_t.net_t", _, _) = fault("_target_: a.LTPlugin\nnet_t: b.OtherNet") else {
      Issue.record("another network inside of the plugin is taken")
      return
    }
  }

  @Test(arguments: [SignalTransform.none, .learned(filters: 5, window: 12, stride: 4), .patch(size: 16)])
  func isReadAsItWasWritten(_ transform: SignalTransform) throws {
    let network = NetworkConfig(inChannels: 2, channels: [8], factors: [4], items: [1], transform: transform)
    let config = ModelConfig(samplingRate: 44100, length: 1024, channels: 2, network: network)
    #expect(try ModelConfig.parse(config.yaml()) == config)
  }
}
