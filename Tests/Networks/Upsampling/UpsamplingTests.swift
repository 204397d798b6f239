import Networks
import Testing

struct UpsamplingTests {
  @Test func matchesPyTorch() throws {
    let fixture = try LayerFixture("upsampling")
    let layer = try Upsampling.Plain(Upsampling("", in: 6, out: 4, factor: 3), fixture.weights)
    let pass = LayerFixture.pass()
    try fixture.expectParity { try layer.forward($1, pass) }
  }
}
