import Tensors

extension Tensor {
  /// Writes some sounds of [B, C, L] as rows [sounds, L, width]; channels beyond C stay as they are, zero.
  func copyRows(of sounds: Range<Int>, into rows: FloatBuffer, width: Int, on workers: Workers) {
    let (channels, length) = (shape[1], shape[2])
    let target = rows.slice(0, sounds.count * length * width)
    values.withUnsafeBufferPointer { values in
      workers.forRanges(of: length, by: copiedFrames, sounds: sounds.count) { place, positions, _ in
        for channel in 0..<channels {
          let source = ((sounds.lowerBound + place) * channels + channel) * length
          let first = place * length * width + channel
          for position in positions { target[first + position * width] = values[source + position] }
        }
      }
    }
  }
}

extension FloatBuffer {
  /// Writes rows [sounds, L, width] as those sounds of [B, channels, L].
  func copyChannels(
    _ channels: Int, width: Int, length: Int, of sounds: Range<Int>, into values: inout [Float], on workers: Workers
  ) {
    let source = slice(0, sounds.count * length * width)
    values.withUnsafeMutableBufferPointer { values in
      workers.forRanges(of: length, by: copiedFrames, sounds: sounds.count) { place, positions, _ in
        for channel in 0..<channels {
          let target = ((sounds.lowerBound + place) * channels + channel) * length
          let first = place * length * width + channel
          for position in positions { values[target + position] = source[first + position * width] }
        }
      }
    }
  }
}

/// Frames of a sound that one worker copies at once: so many that handing them out costs nothing.
private let copiedFrames = 4096
