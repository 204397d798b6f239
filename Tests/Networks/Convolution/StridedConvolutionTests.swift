import Networks
import Testing

struct StridedConvolutionTests {
  @Test func downsamplingMatchesPyTorch() throws {
    let fixture = try LayerFixture("downsampling")
    let layer = try StridedConvolution.Plain(
      StridedConvolution("block.", in: 4, out: 6, factor: 3), fixture.weights)
    let pass = LayerFixture.pass()
    try fixture.expectParity { try layer.forward($1, pass) }
  }

  @Test func pointwiseMatchesPyTorch() throws {
    let fixture = try LayerFixture("pointwise")
    let layer = try StridedConvolution.Plain(StridedConvolution("", in: 6, out: 5, factor: 1), fixture.weights)
    let pass = LayerFixture.pass()
    try fixture.expectParity { try layer.forward($1, pass) }
  }

  @Test func refusesALengthThatTheFactorDoesNotDivide() throws {
    let layer = try StridedConvolution.Plain(
      StridedConvolution("block.", in: 4, out: 6, factor: 3), LayerFixture("downsampling").weights)
    let odd = try Activations(length: 4, channels: 4) { $0.update(repeating: 0) }
    #expect(throws: NetworkError.self) { try layer.forward(odd, LayerFixture.pass()) }
  }
}
