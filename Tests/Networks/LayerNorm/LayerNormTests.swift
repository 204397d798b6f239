import Networks
import Tensors
import Testing

struct LayerNormTests {
  @Test func matchesPyTorch() throws {
    let fixture = try LayerFixture("layernorm")
    let layer = try LayerNorm.Plain(LayerNorm("", channels: 21), fixture.weights)
    // The fixture is channels last already.
    let x = try fixture.tensor("x")
    let rows = try Activations(length: 2 * 37, channels: 21) { buffer in
      for (index, value) in x.values.enumerated() { buffer[index] = value }
    }
    try expectClose(layer.forward(rows, LayerFixture.pass()).values, fixture.tensor("y").values, tolerance: 5e-6)
  }
}
