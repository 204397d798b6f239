import Networks
import Testing

struct ResNetBlockTests {
  @Test func matchesPyTorch() throws {
    let fixture = try LayerFixture("resnet")
    let layer = try ResNetBlock(fixture.weights("block."), channels: 12, groups: 4)
    try fixture.expectParity(tolerance: 1e-5) { try layer.forward($1) }
  }
}
