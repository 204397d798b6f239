import Networks
import Testing

struct LinearTests {
  @Test func matchesPyTorch() throws {
    let fixture = try LayerFixture("linear")
    let layer = try Linear(fixture.weights(), in: 7, out: 5)
    var outputs: [Float] = []
    for row in 0..<2 { outputs += try layer.forward(fixture.row("x", row)) }
    try expectClose(outputs, fixture.tensor("y").values, tolerance: 1e-6)
  }

  @Test func refusesAnotherWidth() throws {
    let layer = try Linear(LayerFixture("linear").weights(), in: 7, out: 5)
    #expect(throws: NetworkError.self) { try layer.forward([1, 2, 3]) }
    #expect(throws: NetworkError.self) { try Linear(LayerFixture("linear").weights(), in: 6, out: 5) }
  }
}
