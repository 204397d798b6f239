import Tensors

/// y = x·Wᵀ + b: [L, in] → [L, out], weight [out, in], bias [out] or none.
package struct Linear: Sendable {
  package let weight: [Float]
  package let bias: [Float]?
  package let inFeatures: Int
  package let outFeatures: Int

  /// Reads `weight` and, unless told otherwise, `bias`.
  package init(_ weights: WeightSource, in inFeatures: Int, out outFeatures: Int, bias: Bool = true) throws {
    self.inFeatures = inFeatures
    self.outFeatures = outFeatures
    self.weight = try weights.values("weight", [outFeatures, inFeatures])
    self.bias = bias ? try weights.values("bias", [outFeatures]) : nil
  }

  /// [L, in] → [L, out].
  package func forward(_ x: Activations) throws -> Activations {
    try x.check(channels: inFeatures)
    return try weight.withUnsafeBufferPointer { weight in
      let weight = try Matrix(weight, rows: outFeatures, columns: inFeatures)
      return try x.mapRows(to: outFeatures) { rows, input, output in
        let x = try Matrix(input, offset: rows.lowerBound * inFeatures, rows: rows.count, columns: inFeatures)
        let y = try MutableMatrix(
          output, offset: rows.lowerBound * outFeatures, rows: rows.count, columns: outFeatures)
        if let bias { fill(output, rows: rows, with: bias) }
        try multiply(x, weight, transposed: true, into: y, adding: bias != nil)
      }
    }
  }

  /// [in] → [out], for a single row of features.
  package func forward(_ x: [Float]) throws -> [Float] {
    try forward(
      Activations(length: 1, channels: inFeatures) { output in
        guard output.count == x.count else {
          throw NetworkError.wrongInput(expected: "\(inFeatures) features", found: [x.count])
        }
        for index in x.indices { output[index] = x[index] }
      }
    ).values
  }
}

/// Writes `bias` into each of `rows`, rows being as wide as the bias.
func fill(_ output: UnsafeMutableBufferPointer<Float>, rows: Range<Int>, with bias: [Float]) {
  bias.withUnsafeBufferPointer { bias in
    guard let source = bias.baseAddress, let target = output.baseAddress else { return }
    for row in rows { (target + row * bias.count).update(from: source, count: bias.count) }
  }
}
