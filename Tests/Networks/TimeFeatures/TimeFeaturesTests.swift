import Networks
import Testing

struct TimeFeaturesTests {
  @Test func matchesPyTorch() throws {
    let fixture = try LayerFixture("time")
    let (layer, pass) = (try TimeFeatures.Plain(TimeFeatures(features: 9), fixture.weights), LayerFixture.pass())
    let features = try fixture.tensor("sigma").values.flatMap { try layer.forward(sigma: $0, pass) }
    try expectClose(features, fixture.tensor("y").values, tolerance: 5e-6)
  }

  @Test func refusesARepeatedLayerOfTwoMinds() throws {
    let weights = try LayerFixture("time-torn").weights
    let (first, second) = ("blocks.1.blocks.0.0.bias", "blocks.1.blocks.1.0.bias")
    #expect(throws: NetworkError.sharedWeightsDiffer(first, second)) {
      try TimeFeatures.Plain(TimeFeatures(features: 1), weights)
    }
  }
}
