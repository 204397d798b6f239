import Networks
import Testing

struct SkipTests {
  @Test(arguments: [("skip", 4), ("skip-adapted", 2)])
  func matchesPyTorch(name: String, inChannels: Int) throws {
    let fixture = try LayerFixture(name)
    let skip = Skip("", in: inChannels, out: 4, features: 9)
    let layer = try Skip.Plain(skip, fixture.weights)
    #expect((skip.adapter == nil) == (inChannels == 4))
    let through = try fixture.tensor("through")
    try fixture.expectParity { element, x in
      try layer.forward(
        x, Activations(batch: through, element: element),
        LayerFixture.pass(features: fixture.row("features", element)))
    }
  }
}
