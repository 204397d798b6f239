import Networks
import Tensors
import Testing

struct MomentsTests {
  /// Lengths around whole groups of 16, against the definition in double.
  @Test(arguments: [1, 2, 15, 16, 17, 33, 256]) func matchesTheDefinition(count: Int) {
    var generator = TorchGenerator(seed: count)
    let values = generator.randn(count).map { $0 - 3 }
    let (mean, inverseDeviation) = values.withUnsafeBufferPointer { rowMoments($0, epsilon: 0.01) }
    let expectedMean = values.reduce(0) { $0 + Double($1) } / Double(count)
    let variance = values.reduce(0) { $0 + (Double($1) - expectedMean) * (Double($1) - expectedMean) } / Double(count)
    #expect(abs(Double(mean) - expectedMean) < 1e-6)
    #expect(abs(Double(inverseDeviation) * (variance + 0.01).squareRoot() - 1) < 1e-6)
  }

  @Test func hasAnAnswerForNothing() {
    let (mean, inverseDeviation) = rowMoments(UnsafeBufferPointer(start: nil, count: 0), epsilon: 1)
    #expect(mean == 0 && inverseDeviation == 1)
  }
}
