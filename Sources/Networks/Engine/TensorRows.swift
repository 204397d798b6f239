import Tensors

extension Tensor {
  /// Writes [B, C, L] as rows [B, L, width]; channels beyond C stay as they are, zero.
  func copyRows(into rows: FloatBuffer, width: Int) {
    let (batch, channels, length) = (shape[0], shape[1], shape[2])
    let target = rows.slice(0, batch * length * width)
    values.withUnsafeBufferPointer { values in
      for sound in 0..<batch {
        for channel in 0..<channels {
          let (source, first) = ((sound * channels + channel) * length, sound * length * width + channel)
          for position in 0..<length { target[first + position * width] = values[source + position] }
        }
      }
    }
  }

  /// Takes [B, C, L] from rows [B, L, width].
  init(rows: FloatBuffer, width: Int, shape: [Int]) throws {
    let (batch, channels, length) = (shape[0], shape[1], shape[2])
    let source = rows.slice(0, batch * length * width)
    let values = [Float](unsafeUninitializedCapacity: batch * channels * length) { values, initialized in
      for sound in 0..<batch {
        for channel in 0..<channels {
          let (target, first) = ((sound * channels + channel) * length, sound * length * width + channel)
          for position in 0..<length { values[target + position] = source[first + position * width] }
        }
      }
      initialized = batch * channels * length
    }
    try self.init(shape: shape, values: values)
  }
}
