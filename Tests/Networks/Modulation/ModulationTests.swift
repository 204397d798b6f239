import Networks
import Testing

struct ModulationTests {
  @Test func matchesPyTorch() throws {
    let fixture = try LayerFixture("modulation")
    let layer = try Modulation.Plain(Modulation("", channels: 10, features: 9), fixture.weights)
    try fixture.expectParity { element, x in
      try layer.forward(x, LayerFixture.pass(features: fixture.row("features", element)))
    }
  }
}
