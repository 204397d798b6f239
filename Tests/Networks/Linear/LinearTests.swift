import Networks
import Testing

struct LinearTests {
  @Test func matchesPyTorch() throws {
    let fixture = try LayerFixture("linear")
    let layer = try Linear.Plain(Linear("", in: 7, out: 5), fixture.weights)
    var outputs: [Float] = []
    for row in 0..<2 { outputs += try layer.forward(fixture.row("x", row), LayerFixture.pass()) }
    try expectClose(outputs, fixture.tensor("y").values, tolerance: 1e-6)
  }

  @Test func refusesAnotherWidth() throws {
    let layer = try Linear.Plain(Linear("", in: 7, out: 5), LayerFixture("linear").weights)
    #expect(throws: NetworkError.self) { try layer.forward([1, 2, 3], LayerFixture.pass()) }
    #expect(throws: NetworkError.self) {
      try Linear.Plain(Linear("", in: 6, out: 5), LayerFixture("linear").weights)
    }
  }
}
