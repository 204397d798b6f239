import Tensors

extension Tensor {
  /// Writes some sounds of [B, C, L] as rows [sounds, L, width]; channels beyond C stay as they are, zero.
  func copyRows(of sounds: Range<Int>, into rows: FloatBuffer, width: Int) {
    let (channels, length) = (shape[1], shape[2])
    let target = rows.slice(0, sounds.count * length * width)
    values.withUnsafeBufferPointer { values in
      for (place, sound) in sounds.enumerated() {
        for channel in 0..<channels {
          let (source, first) = ((sound * channels + channel) * length, place * length * width + channel)
          for position in 0..<length { target[first + position * width] = values[source + position] }
        }
      }
    }
  }
}

extension FloatBuffer {
  /// Writes rows [sounds, L, width] as those sounds of [B, channels, L].
  func copyChannels(_ channels: Int, width: Int, length: Int, of sounds: Range<Int>, into values: inout [Float]) {
    let source = slice(0, sounds.count * length * width)
    values.withUnsafeMutableBufferPointer { values in
      for (place, sound) in sounds.enumerated() {
        for channel in 0..<channels {
          let (target, first) = ((sound * channels + channel) * length, place * length * width + channel)
          for position in 0..<length { values[target + position] = source[first + position * width] }
        }
      }
    }
  }
}
