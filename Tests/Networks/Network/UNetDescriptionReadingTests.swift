import Checkpoints
import Networks
import Testing

struct UNetDescriptionReadingTests {
  @Test func readsWhatItCouldBuild() throws {
    let read = try UNetDescription(reading: UNetPlainTests.weights(), heads: 2, groups: 2)
    #expect(try read == UNetPlainTests.architecture())
  }

  @Test func needsNoHeadsWithoutAttention() throws {
    let read = try UNetDescription(reading: UNetPlainTests.weights("unet-plain"))
    #expect(read.channels == [8] && read.attends == false && read.resnetGroups == 8)
  }

  @Test func asksForHeads() throws {
    let weights = try UNetPlainTests.weights()
    let error = #expect(throws: NetworkError.headsUnknown(product: 10)) { try UNetDescription(reading: weights) }
    #expect(error?.description.contains("say how many heads (1 or 2)") == true)
    for heads in [3, 0, -2, Int.max, Int.min] {
      #expect(throws: NetworkError.headsDontDivide(heads: heads, product: 10)) {
        try UNetDescription(reading: weights, heads: heads, groups: 2)
      }
    }
  }

  @Test func refusesOtherNetworks() throws {
    #expect(throws: NetworkError.notUNet(missing: "blocks.2.net.block.blocks.0.block.weight")) {
      try UNetDescription(reading: LayerFixture("time").stateDict)
    }
  }

  @Test func takesAConfig() throws {
    let config = NetworkConfig(
      inChannels: 2, outChannels: 3, channels: [4, 6], factors: [2, 3], items: [1, 2], attentions: [0, 2],
      attentionHeads: 2, attentionFeatures: 5, modulationFeatures: 6, resnetGroups: 2)
    #expect(try NetworkDescription(config: config) == NetworkDescription(UNetPlainTests.architecture()))
  }
}
