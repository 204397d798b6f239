import Networks
import Testing

struct ConvolutionTests {
  @Test(arguments: [("convolution", 6, 5), ("convolution-one", 3, 4), ("convolution-long", 2, 4)])
  func matchesPyTorch(name: String, inChannels: Int, outChannels: Int) throws {
    let fixture = try LayerFixture(name)
    let layer = try Convolution.Plain(Convolution("", in: inChannels, out: outChannels), fixture.weights)
    let pass = LayerFixture.pass()
    try fixture.expectParity { try layer.forward($1, pass) }
  }

  @Test func refusesOtherChannels() throws {
    let fixture = try LayerFixture("convolution")
    let layer = try Convolution.Plain(Convolution("", in: 6, out: 5), fixture.weights)
    let narrow = try Activations(batch: LayerFixture("convolution-long").tensor("x"), element: 0)
    #expect(throws: NetworkError.self) { try layer.forward(narrow, LayerFixture.pass()) }
  }
}
