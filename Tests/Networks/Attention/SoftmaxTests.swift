import Foundation
import Networks
import Tensors
import Testing

struct SoftmaxTests {
  /// Lengths around whole groups of 16, against the definition in double; 1e-6 relative.
  @Test(arguments: [1, 2, 15, 16, 17, 33, 1025]) func matchesTheDefinition(count: Int) {
    var generator = TorchGenerator(seed: count)
    let values = generator.randn(count).map { 5 * $0 + 300 }
    var row = values
    row.withUnsafeMutableBufferPointer { softmax($0) }
    let exponentials = values.map { exp(Double($0) - 300) }
    let sum = exponentials.reduce(0, +)
    for (found, exponential) in zip(row, exponentials) {
      #expect(abs(Double(found) - exponential / sum) <= 1e-6 * exponential / sum)
    }
  }

  @Test func copesWithWideRanges() {
    var row: [Float] = [-1e30, 0, 1e30, 1e30]
    row.withUnsafeMutableBufferPointer { softmax($0) }
    #expect(row == [row[0], row[1], 0.5, 0.5] && row[0] < 1e-37 && row[1] < 1e-37)
  }
}
