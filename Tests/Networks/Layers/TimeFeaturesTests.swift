import Networks
import Testing

struct TimeFeaturesTests {
  @Test func matchesPyTorch() throws {
    let fixture = try LayerFixture("time")
    let layer = try TimeFeatures(fixture.weights(), features: 9)
    let features = try fixture.tensor("sigma").values.flatMap { try layer.forward(sigma: $0) }
    try expectClose(features, fixture.tensor("y").values, tolerance: 5e-6)
  }

  @Test func refusesARepeatedLayerOfTwoMinds() throws {
    let weights = try LayerFixture("time-torn").weights()
    let (first, second) = ("blocks.1.blocks.0.0.bias", "blocks.1.blocks.1.0.bias")
    #expect(throws: NetworkError.sharedWeightsDiffer(first, second)) { try TimeFeatures(weights, features: 1) }
  }
}
