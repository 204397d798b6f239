import Networks
import Testing

struct ResNetTests {
  @Test func matchesPyTorch() throws {
    let fixture = try LayerFixture("resnet")
    let layer = try ResNet.Plain(ResNet("", channels: 12, groups: 4), fixture.weights)
    let pass = LayerFixture.pass()
    try fixture.expectParity(tolerance: 1e-5) { try layer.forward($1, pass) }
  }
}
