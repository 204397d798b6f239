import Networks
import Testing

struct ModulationTests {
  @Test func matchesPyTorch() throws {
    let fixture = try LayerFixture("modulation")
    let layer = try Modulation(fixture.weights("blocks.0.block."), channels: 10, features: 9)
    try fixture.expectParity { element, x in
      try layer.forward(x, activatedFeatures: activated(fixture.row("features", element)))
    }
  }
}
