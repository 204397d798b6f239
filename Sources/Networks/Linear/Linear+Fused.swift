extension PackedProduct {
  /// A Linear as a product of floats; throws when its weights don't fit.
  init(_ linear: Linear, _ weights: WeightSource) throws {
    try self.init(
      linear: weights.values(of: linear.weight), in: linear.inFeatures, out: linear.outFeatures,
      width: padded(linear.inFeatures), bias: linear.bias.map { try weights.values(of: $0) }, unit: 1)
  }
}

extension ModulationLayout {
  /// Adds parts of a Linear of the time features, each the rows of its weight and what is added to its bias; gives the
  /// place of the first value.
  mutating func add(
    _ linear: Linear, parts: [(rows: Range<Int>, addend: Float)], _ weights: WeightSource
  ) throws -> Int {
    let (first, inputs) = (width, linear.inFeatures)
    let weight = try weights.values(of: linear.weight)
    let bias = try linear.bias.map { try weights.values(of: $0) }
    for (rows, addend) in parts {
      append(
        try PackedProduct(
          linear: Array(weight[(rows.lowerBound * inputs)..<(rows.upperBound * inputs)]), in: inputs, out: rows.count,
          width: padded(inputs), bias: bias.map { $0[rows].map { $0 + addend } }, unit: 1))
    }
    return first
  }
}
