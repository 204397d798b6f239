import Networks
import Testing

struct StridedConvolutionTests {
  @Test func downsamplingMatchesPyTorch() throws {
    let fixture = try LayerFixture("downsampling")
    let layer = try StridedConvolution(fixture.weights("block."), in: 4, out: 6, factor: 3)
    try fixture.expectParity { try layer.forward($1) }
  }

  @Test func pointwiseMatchesPyTorch() throws {
    let fixture = try LayerFixture("pointwise")
    let layer = try StridedConvolution(fixture.weights(), in: 6, out: 5, factor: 1)
    try fixture.expectParity { try layer.forward($1) }
  }

  @Test func refusesALengthThatTheFactorDoesNotDivide() throws {
    let layer = try StridedConvolution(LayerFixture("downsampling").weights("block."), in: 4, out: 6, factor: 3)
    let odd = try Activations(length: 4, channels: 4) { $0.update(repeating: 0) }
    #expect(throws: NetworkError.self) { try layer.forward(odd) }
  }
}
