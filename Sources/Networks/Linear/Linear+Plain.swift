import Tensors

extension Linear {
  /// The product on OpenBLAS.
  package struct Plain: PlainLayer {
    private let layer: Linear
    private let weight: [Float]
    private let bias: [Float]?

    /// Reads the weights; throws when they don't fit.
    package init(_ layer: Linear, _ weights: WeightSource) throws {
      self.layer = layer
      weight = try weights.values(of: layer.weight)
      bias = try layer.bias.map { try weights.values(of: $0) }
    }

    /// [L, in] → [L, out].
    package func forward(_ x: Activations, _ pass: PlainPass) throws -> Activations {
      let (inFeatures, outFeatures) = (layer.inFeatures, layer.outFeatures)
      try x.check(channels: inFeatures)
      return try weight.withUnsafeBufferPointer { weight in
        let weight = try Matrix(weight, rows: outFeatures, columns: inFeatures)
        return try x.mapRows(to: outFeatures, on: pass.workers) { rows, input, output in
          let x = try Matrix(input, offset: rows.lowerBound * inFeatures, rows: rows.count, columns: inFeatures)
          let y = try MutableMatrix(
            output, offset: rows.lowerBound * outFeatures, rows: rows.count, columns: outFeatures)
          if let bias { fill(output, rows: rows, with: bias) }
          try multiply(x, weight, transposed: true, into: y, adding: bias != nil)
        }
      }
    }

    /// [in] → [out], for a single row of features.
    package func forward(_ x: [Float], _ pass: PlainPass) throws -> [Float] {
      try forward(
        Activations(length: 1, channels: layer.inFeatures) { output in
          guard output.count == x.count else {
            throw NetworkError.wrongInput(expected: "\(layer.inFeatures) features", found: [x.count])
          }
          for index in x.indices { output[index] = x[index] }
        }, pass
      ).values
    }
  }
}
