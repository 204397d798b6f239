import Networks
import Testing

struct AttentionTests {
  @Test(arguments: [("attention", 10, 3, 5), ("attention-long", 4, 2, 3)])
  func matchesPyTorch(name: String, channels: Int, heads: Int, features: Int) throws {
    let fixture = try LayerFixture(name)
    let attention = Attention("", channels: channels, heads: heads, features: features)
    let (layer, pass) = (try Attention.Plain(attention, fixture.weights), LayerFixture.pass())
    try fixture.expectParity(tolerance: 1e-5) { try layer.forward($1, pass) }
  }
}
