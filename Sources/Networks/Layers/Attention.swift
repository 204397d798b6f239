import Tensors

/// Self-attention with a residual: [L, C] → [L, C]; Vaswani et al. 2017, arXiv:1706.03762.
///
/// q = LayerNorm(x)·Wq, [k, v] = LayerNorm'(x)·Wkv, per head softmax(q·kᵀ / sqrt(D))·v, heads side by side [L, H·D],
/// then a projection back to C, and x added.
package struct Attention: Sendable {
  package let norm: LayerNorm
  package let contextNorm: LayerNorm
  package let toQuery: Linear
  package let toKeyValue: Linear
  package let toOutput: Linear
  package let heads: Int
  package let features: Int

  /// Reads `norm`, `norm_context`, `to_q`, `to_kv` and `attention.blocks.0`; `features` is D, the width of one head.
  package init(_ weights: WeightSource, channels: Int, heads: Int, features: Int) throws {
    self.heads = heads
    self.features = features
    norm = try LayerNorm(weights["norm."], channels: channels)
    contextNorm = try LayerNorm(weights["norm_context."], channels: channels)
    let width = heads * features
    toQuery = try Linear(weights["to_q."], in: channels, out: width, bias: false)
    toKeyValue = try Linear(weights["to_kv."], in: channels, out: 2 * width, bias: false)
    toOutput = try Linear(weights["attention.blocks.0."], in: width, out: channels, bias: false)
  }

  /// [L, C] → [L, C].
  package func forward(_ x: Activations) throws -> Activations {
    let query = try toQuery.forward(norm.forward(x))
    let keyValue = try toKeyValue.forward(contextNorm.forward(x))
    var y = try toOutput.forward(attend(query, keyValue))
    try y.add(x)
    return y
  }

  /// softmax(q·kᵀ / sqrt(D))·v for every head: q [L, H·D], kv [L, 2·H·D] → [L, H·D].
  ///
  /// One tile is one head and as many queries as keep their scores, [queries, L], in the cache.
  private func attend(_ query: Activations, _ keyValue: Activations) throws -> Activations {
    let (length, width) = (query.length, heads * features)
    let block = max(8, min(128, 65536 / max(1, length)))
    let blocks = (length + block - 1) / block
    let scale = 1 / Float(features).squareRoot()
    return try Activations(length: length, channels: width) { output in
      try query.values.withUnsafeBufferPointer { query in
        try keyValue.values.withUnsafeBufferPointer { keyValue in
          try forEachTile(blocks * heads) { tile in
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
