import Networks
import Testing

struct UpsamplingTests {
  @Test func matchesPyTorch() throws {
    let fixture = try LayerFixture("upsampling")
    let layer = try Upsampling(fixture.weights("block.1."), in: 6, out: 4, factor: 3)
    try fixture.expectParity { try layer.forward($1) }
  }
}
