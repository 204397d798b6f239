import Tensors
import Testing

struct MatrixTests {
  /// a [m, k] · b [k, n] by the definition, in double.
  private func product(_ a: [Float], _ b: [Float], _ m: Int, _ k: Int, _ n: Int) -> [Double] {
    (0..<(m * n)).map { index in
      (0..<k).reduce(0) { $0 + Double(a[index / n * k + $1]) * Double(b[$1 * n + index % n]) }
    }
  }

  @Test(arguments: [(1, 1, 1), (3, 2, 5), (17, 33, 9), (64, 96, 32), (5, 300, 2)])
  func multipliesAsTheDefinitionSays(m: Int, k: Int, n: Int) throws {
    var generator = TorchGenerator(seed: m * 1000 + k)
    let (a, b) = (generator.rand(m * k), generator.rand(k * n))
    let transposed = (0..<(n * k)).map { b[$0 % k * n + $0 / k] }
    let expected = product(a, b, m, k, n)
    for (b, isTransposed) in [(b, false), (transposed, true)] {
      var c = [Float](repeating: 1, count: m * n)
      try a.withUnsafeBufferPointer { a in
        try b.withUnsafeBufferPointer { b in
          try c.withUnsafeMutableBufferPointer { c in
            let b = try Matrix(b, rows: isTransposed ? n : k, columns: isTransposed ? k : n)
            try multiply(
              Matrix(a, rows: m, columns: k), b, transposed: isTransposed, scale: 0.5,
              into: MutableMatrix(c, rows: m, columns: n), adding: true)
          }
        }
      }
      for (found, expected) in zip(c, expected) { #expect(abs(Double(found) - 1 - expected / 2) < 1e-4) }
    }
  }

  @Test func writesOnlyItsOwnColumns() throws {
    let a: [Float] = [2]
    var c: [Float] = [.nan, 9, .nan, 9]
    try a.withUnsafeBufferPointer { a in
      try c.withUnsafeMutableBufferPointer { c in
        let column = try Matrix(a, rows: 1, columns: 1)
        for row in 0..<2 {
          try multiply(column, column, into: MutableMatrix(c, offset: 2 * row, rows: 1, columns: 1, stride: 2))
        }
      }
    }
    #expect(c == [4, 9, 4, 9])
  }

  @Test(arguments: [
    (-1, 1, 1, 1), (1, 3, 4, 4), (0, 1, 5, 4), (0, Int.max, 2, 2), (0, 2, 2, Int.max), (13, 0, 0, 0), (0, -1, 2, 2),
  ])
  func staysInsideTheBuffer(offset: Int, rows: Int, columns: Int, stride: Int) {
    [Float](repeating: 0, count: 12).withUnsafeBufferPointer { buffer -> Void in
      #expect(throws: TensorError.self) {
        try Matrix(buffer, offset: offset, rows: rows, columns: columns, stride: stride)
      }
    }
  }

  @Test(arguments: [(0, 3, 4, 4), (1, 3, 3, 4), (12, 0, 0, 0), (0, 1, 12, 12)])
  func usesTheWholeBuffer(offset: Int, rows: Int, columns: Int, stride: Int) throws {
    try [Float](repeating: 0, count: 12).withUnsafeBufferPointer { buffer in
      let matrix = try Matrix(buffer, offset: offset, rows: rows, columns: columns, stride: stride)
      #expect(matrix.rows == rows && matrix.columns == columns)
    }
  }

  @Test func refusesShapesThatDoNotFit() {
    [Float](repeating: 0, count: 12).withUnsafeBufferPointer { buffer in
      var c = [Float](repeating: 0, count: 12)
      c.withUnsafeMutableBufferPointer { c -> Void in
        #expect(throws: TensorError.self) {
          try multiply(
            Matrix(buffer, rows: 3, columns: 4), Matrix(buffer, rows: 3, columns: 4),
            into: MutableMatrix(c, rows: 3, columns: 4))
        }
      }
    }
  }
}
