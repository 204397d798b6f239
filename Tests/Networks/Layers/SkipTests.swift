import Networks
import Testing

struct SkipTests {
  @Test(arguments: [("skip", 4), ("skip-adapted", 2)])
  func matchesPyTorch(name: String, inChannels: Int) throws {
    let fixture = try LayerFixture(name)
    let layer = try Skip(fixture.weights(), in: inChannels, out: 4, features: 9)
    #expect((layer.adapter == nil) == (inChannels == 4))
    let through = try fixture.tensor("through")
    try fixture.expectParity { element, x in
      try layer.forward(
        x, Activations(batch: through, element: element),
        activatedFeatures: activated(fixture.row("features", element)))
    }
  }
}
