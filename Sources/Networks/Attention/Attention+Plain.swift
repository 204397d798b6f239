import Tensors

extension Attention {
  /// Products on OpenBLAS, and a softmax of each row of scores.
  package struct Plain: PlainLayer {
    private let norm, contextNorm: LayerNorm.Plain
    private let toQuery, toKeyValue, toOutput: Linear.Plain
    private let heads, features: Int

    /// Reads the weights; throws when they don't fit.
    package init(_ layer: Attention, _ weights: WeightSource) throws {
      (heads, features) = (layer.heads, layer.features)
      norm = try LayerNorm.Plain(layer.norm, weights)
      contextNorm = try LayerNorm.Plain(layer.contextNorm, weights)
      toQuery = try Linear.Plain(layer.toQuery, weights)
      toKeyValue = try Linear.Plain(layer.toKeyValue, weights)
      toOutput = try Linear.Plain(layer.toOutput, weights)
    }

    /// [L, C] → [L, C].
    package func forward(_ x: Activations, _ pass: PlainPass) throws -> Activations {
      let query = try toQuery.forward(norm.forward(x, pass), pass)
      let keyValue = try toKeyValue.forward(contextNorm.forward(x, pass), pass)
      var y = try toOutput.forward(attend(query, keyValue, pass), pass)
      try y.add(x, on: pass.workers)
      return y
    }

    /// softmax(q·kᵀ / sqrt(D))·v for every head: q [L, H·D], kv [L, 2·H·D] → [L, H·D].
    ///
    /// One tile is one head and as many queries as keep their scores, [queries, L], in the cache.
    private func attend(_ query: Activations, _ keyValue: Activations, _ pass: PlainPass) throws -> Activations {
      let (length, width) = (query.length, heads * features)
      let block = max(8, min(128, 65536 / max(1, length)))
      let blocks = (length + block - 1) / block
      let scale = 1 / Float(features).squareRoot()
      return try Activations(length: length, channels: width) { output in
        try query.values.withUnsafeBufferPointer { query in
          try keyValue.values.withUnsafeBufferPointer { keyValue in
            try pass.workers.forEachTile(blocks * heads) { tile in
              try pass.workers.checkInterrupt()
              let first = tile % blocks * block
              let (count, column) = (min(block, length - first), tile / blocks * features)
              let offset = first * width + column
              let q = try Matrix(query, offset: offset, rows: count, columns: features, stride: width)
              let k = try Matrix(keyValue, offset: column, rows: length, columns: features, stride: 2 * width)
              let v = try Matrix(keyValue, offset: width + column, rows: length, columns: features, stride: 2 * width)
              let y = try MutableMatrix(output, offset: offset, rows: count, columns: features, stride: width)
              try withUnsafeTemporaryAllocation(of: Float.self, capacity: count * length) { scores in
                try multiply(
                  q, k, transposed: true, scale: scale, into: MutableMatrix(scores, rows: count, columns: length))
                for row in 0..<count {
                  softmax(UnsafeMutableBufferPointer(rebasing: scores[(row * length)..<((row + 1) * length)]))
                }
                try multiply(Matrix(UnsafeBufferPointer(scores), rows: count, columns: length), v, into: y)
              }
            }
          }
        }
      }
    }
  }

  func plain(_ weights: WeightSource) throws -> any PlainLayer { try Plain(self, weights) }
}

/// Replaces a row by its softmax, e^(x − max) / Σ e^(x − max), summed in sixteen parts in a fixed order.
package func softmax(_ row: UnsafeMutableBufferPointer<Float>) {
  guard let base = row.baseAddress else { return }
  let raw = UnsafeMutableRawPointer(base)
  let whole = row.count & ~15

  var maxima = SIMD16<Float>(repeating: -.infinity)
  for index in stride(from: 0, to: whole, by: 16) {
    let values = raw.loadUnaligned(fromByteOffset: index * 4, as: SIMD16<Float>.self)
    maxima.replace(with: values, where: values .> maxima)
  }
  var maximum = maxima.max()
  for index in whole..<row.count { maximum = max(maximum, base[index]) }

  for index in 0..<row.count { base[index] = exponential(base[index] - maximum) }

  var sums = SIMD16<Float>.zero
  for index in stride(from: 0, to: whole, by: 16) {
    sums += raw.loadUnaligned(fromByteOffset: index * 4, as: SIMD16<Float>.self)
  }
  var sum = sums.sum()
  for index in whole..<row.count { sum += base[index] }

  let inverse = 1 / sum
  for index in 0..<row.count { base[index] *= inverse }
}
