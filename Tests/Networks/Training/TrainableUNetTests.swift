import Checkpoints
import Foundation
import Networks
import Tensors
import Testing

struct TrainableUNetTests {
  static let numbers = RandomNetwork.trainable.indices

  @Test func thereAreOddArchitectures() { #expect(Self.numbers.count == 10) }

  @Test(arguments: numbers)
  func matchesFiniteDifferences(_ number: Int) throws {
    let (architecture, length) = RandomNetwork.trainable[number]
    try TrainingCase(architecture, length: length, seed: number).expectDerivatives()
  }

  /// Every gradient of a batch within 1e-4 of PyTorch's own in double, as the norm of the difference over the norm.
  @Test(arguments: [("odd", 3, 3, 93), ("wide", 1, 3, 45), ("plain", nil, 5, 31)])
  func matchesPyTorch(name: String, heads: Int?, groups: Int, tensors: Int) throws {
    #expect(try GradientFixture(name, heads: heads, groups: groups).compare() == tensors)
  }
}
