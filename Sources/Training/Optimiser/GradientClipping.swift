import Networks
import Tensors

extension Engine {
  /// Shortens gradients, taken together as one vector, to a norm of `limit`, as torch.nn.utils.clip_grad_norm_ does
  /// (and Lightning by its gradient_clip_val). Shorter ones stay as they are.
  /// - Returns: the norm that they had.
  func clip(_ gradients: FloatBuffer, count: Int, toNorm limit: Double) -> Double {
    let norm = norm(gradients, count: count)
    let factor = Float(limit / (norm + 1e-6))
    guard factor < 1 else { return norm }
    forChunks(count) { first, count in
      let values = gradients.slice(first, count)
      for index in 0..<count { values[index] *= factor }
    }
    return norm
  }

  /// The square root of the sum of all squares, which are added up chunk by chunk, whatever the number of threads.
  private func norm(_ gradients: FloatBuffer, count: Int) -> Double {
    chunks(count, from: 0.0) { first, count in
      let raw = UnsafeRawPointer(gradients.slice(first, count))
      // Eight sums side by side, on every processor the same ones; a buffer's length is a multiple of 16.
      var sums = SIMD8<Double>.zero
      for index in stride(from: 0, to: count, by: 8) {
        let values = SIMD8<Double>(raw.loadUnaligned(fromByteOffset: index * 4, as: SIMD8<Float>.self))
        sums += values * values
      }
      return sums.sum()
    }.reduce(0, +).squareRoot()
  }
}
