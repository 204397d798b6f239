import Networks
import Testing

struct TimeFeaturesTests {
  @Test func matchesPyTorch() throws {
    let fixture = try LayerFixture("time")
    let layer = try TimeFeatures(fixture.weights(), features: 9)
    let features = try fixture.tensor("sigma").values.flatMap { try layer.forward(sigma: $0) }
    try expectClose(features, fixture.tensor("y").values, tolerance: 5e-6)
  }
}
