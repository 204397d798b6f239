import Tensors
import Testing

struct TensorTests {
  @Test func holdsAsManyValuesAsItsShapeSays() throws {
    let tensor = try Tensor(shape: [2, 3], values: [1, 2, 3, 4, 5, 6])
    #expect(tensor.count == 6)
    #expect(try tensor.reshaped([3, 2]).values == tensor.values)
    #expect(try Tensor(shape: [], values: [7]).values == [7])
    #expect(try Tensor.zeros([2, 0]).values.isEmpty)
    #expect(try Tensor.zeros([2, 2]).values == [0, 0, 0, 0])
  }

  @Test func refusesAnotherCount() {
    #expect(throws: TensorError.wrongCount(shape: [2, 2], expected: 4, found: 3)) {
      try Tensor(shape: [2, 2], values: [1, 2, 3])
    }
  }

  @Test(arguments: [[1 << 28, 2], [Int.max, Int.max], [Int.max, 2, 0], [(1 << 28) + 1]])
  func refusesShapesThatFillTheMemory(shape: [Int]) {
    #expect(throws: TensorError.tooLarge(shape: shape)) { try Tensor.zeros(shape) }
  }

  @Test func refusesNegativeExtents() {
    #expect(throws: TensorError.negativeExtent(shape: [-1, 0])) { try Tensor.zeros([-1, 0]) }
  }

  @Test(arguments: [Float.nan, -.nan, .signalingNaN, .infinity, -.infinity])
  func findsWhatIsNotFinite(value: Float) throws {
    for index in 0..<33 {
      var values = [Float](repeating: 1, count: 33)
      values[index] = value
      #expect(try !Tensor(shape: [33], values: values).isFinite)
    }
  }

  @Test func takesTheLargestAndSmallestForFinite() throws {
    let values: [Float] = [.greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude, 0, -0.0]
    #expect(try Tensor(shape: [5], values: values).isFinite)
  }

  @Test func saysWhatIsWrongInOneLine() {
    let error = TensorError.wrongCount(shape: [2], expected: 2, found: 3)
    #expect("\(error)" == "a tensor of shape [2] holds 2 values, found 3")
  }
}
