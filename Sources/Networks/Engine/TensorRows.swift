import Tensors

extension Tensor {
  /// Writes some sounds of [B, C, L] as rows [sounds, L, width]; channels beyond C stay as they are, zero.
  func copyRows(of sounds: Range<Int>, into rows: FloatBuffer, width: Int, on workers: Workers) {
    let (channels, length) = (shape[1], shape[2])
    let target = rows.slice(0, sounds.count * length * width)
    values.withUnsafeBufferPointer { values in
      workers.forPieces(of: length, sounds: sounds.count) { place, positions in
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
      workers.forPieces(of: length, sounds: sounds.count) { place, positions in
        for channel in 0..<channels {
          let target = ((sounds.lowerBound + place) * channels + channel) * length
          let first = place * length * width + channel
          for position in positions { values[target + position] = source[first + position * width] }
        }
      }
    }
  }
}

extension Workers {
  /// Pieces of a sound, in frames: few enough that handing them out costs nothing.
  private static let piece = 4096

  /// Runs `body` for each piece of each sound.
  fileprivate func forPieces(of length: Int, sounds: Int, _ body: (_ sound: Int, _ positions: Range<Int>) -> Void) {
    let pieces = (length + Self.piece - 1) / Self.piece
    run(pieces * sounds) { tile, _ in
      let (sound, piece) = tile.quotientAndRemainder(dividingBy: pieces)
      body(sound, piece * Self.piece..<min(length, (piece + 1) * Self.piece))
    }
  }
}
