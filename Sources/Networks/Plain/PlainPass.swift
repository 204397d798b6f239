import Tensors

/// What a pass of plain layers over one sound is computed with.
package struct PlainPass: Sendable {
  /// The threads that tiles are spread over.
  package let workers: Workers
  /// SiLU(features), [F], as every modulation and skip takes them.
  package let activatedFeatures: [Float]

  /// A pass with some time features, [F]; layers that take none need none.
  package init(on workers: Workers, features: [Float] = []) {
    self.workers = workers
    activatedFeatures = activated(features)
  }
}

/// A layer on OpenBLAS products: what can be read beside its equation, and the check on the fused form.
package protocol PlainLayer: Sendable {
  /// [L, in] → [L', out]; throws for another number of channels.
  func forward(_ x: Activations, _ pass: PlainPass) throws -> Activations
}

/// Rows cut into tiles of about 32768 values, which stay in the second-level cache of one processor.
struct Tiling {
  let rows: Int
  let size: Int

  /// Cuts `rows` rows of `width` values.
  init(rows: Int, width: Int) {
    self.rows = rows
    size = min(1024, max(16, 32768 / max(1, width)))
  }

  var count: Int { (rows + size - 1) / size }

  subscript(_ tile: Int) -> Range<Int> {
    min(rows, tile * size)..<min(rows, (tile + 1) * size)
  }
}

/// Writes `bias` into each of `rows`, rows being as wide as the bias.
func fill(_ output: UnsafeMutableBufferPointer<Float>, rows: Range<Int>, with bias: [Float]) {
  bias.withUnsafeBufferPointer { bias in
    guard let source = bias.baseAddress, let target = output.baseAddress else { return }
    for row in rows { (target + row * bias.count).update(from: source, count: bias.count) }
  }
}
