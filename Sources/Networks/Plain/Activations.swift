import Tensors

/// What flows from layer to layer: one sound's activations, channels last, [L, C].
///
/// Channels last makes every convolution and projection a matrix product over rows of neighbouring memory.
package struct Activations: Sendable, Equatable {
  /// The number of positions, L.
  package let length: Int
  /// The number of channels, C.
  package let channels: Int
  /// The values, row by row.
  package private(set) var values: [Float]

  /// Activations of `length` × `channels` whose values `write` fills in, every one of them.
  package init(
    length: Int, channels: Int, _ write: (UnsafeMutableBufferPointer<Float>) throws -> Void
  ) throws {
    let count = try Tensor.count(of: [length, channels])
    self.length = length
    self.channels = channels
    values = try [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      try write(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      initialized = count
    }
  }

  private init(length: Int, channels: Int, values: [Float]) {
    self.length = length
    self.channels = channels
    self.values = values
  }

  /// Takes element `index` of a batch [B, C, L] and turns it to [L, C].
  package init(batch: Tensor, element index: Int) throws {
    guard batch.shape.count == 3, (0..<batch.shape[0]).contains(index) else {
      throw NetworkError.wrongInput(expected: "[batch, channels, length]", found: batch.shape)
    }
    let (channels, length) = (batch.shape[1], batch.shape[2])
    try self.init(length: length, channels: channels) { output in
      batch.values.withUnsafeBufferPointer { input in
        for channel in 0..<channels {
          let start = (index * channels + channel) * length
          for position in 0..<length { output[position * channels + channel] = input[start + position] }
        }
      }
    }
  }

  /// The values turned to [C, L], the order in which sounds are kept.
  package func channelsFirst() -> [Float] {
    var output: [Float] = []
    output.reserveCapacity(values.count)
    for channel in 0..<channels {
      for index in stride(from: channel, to: values.count, by: channels) { output.append(values[index]) }
    }
    return output
  }

  /// The same values as [L / factor, factor·C]: neighbouring rows side by side.
  func folded(by factor: Int) throws -> Activations {
    guard factor > 0, length % factor == 0 else {
      throw NetworkError.wrongInput(expected: "a length that \(factor) divides", found: [length, channels])
    }
    return Activations(length: length / factor, channels: channels * factor, values: values)
  }

  /// The same values as [L·factor, C / factor]: each row cut in `factor` pieces, one below the other.
  func unfolded(by factor: Int) throws -> Activations {
    guard factor > 0, channels % factor == 0 else {
      throw NetworkError.wrongInput(expected: "channels that \(factor) divides", found: [length, channels])
    }
    return Activations(length: length * factor, channels: channels / factor, values: values)
  }

  /// Adds `other` to these, both [L, C], times a factor for each channel when `scale` [C] is given.
  mutating func add(_ other: Activations, scaledBy scale: [Float]? = nil, on workers: Workers) throws {
    guard other.length == length, other.channels == channels, (scale?.count ?? channels) == channels else {
      throw NetworkError.wrongInput(expected: "\([length, channels])", found: [other.length, other.channels])
    }
    let channels = channels
    let tiles = Tiling(rows: length, width: channels)
    values.withUnsafeMutableBufferPointer { sum in
      other.values.withUnsafeBufferPointer { other in
        workers.forEachTile(tiles.count) { tile in
          guard let scale else {
            for index in (tiles[tile].lowerBound * channels)..<(tiles[tile].upperBound * channels) {
              sum[index] += other[index]
            }
            return
          }
          scale.withUnsafeBufferPointer { scale in
            for row in tiles[tile] {
              let start = row * channels
              for channel in 0..<channels { sum[start + channel] += scale[channel] * other[start + channel] }
            }
          }
        }
      }
    }
  }

  /// Throws unless there are `expected` channels.
  func check(channels expected: Int) throws {
    guard channels == expected else {
      throw NetworkError.wrongInput(expected: "[length, \(expected)]", found: [length, channels])
    }
  }

  /// Runs `body` over tiles of whole rows, spread over the workers, and gives what it writes, `width` values a row.
  ///
  /// `body` gets the rows of its tile, all input values and all output values, of which it writes its own rows. Tiles
  /// depend on the shape alone, so the result doesn't depend on the number of threads.
  func mapRows(
    to width: Int, on workers: Workers,
    _ body: (Range<Int>, UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<Float>) throws -> Void
  ) throws -> Activations {
    try Activations(length: length, channels: width) { output in
      try values.withUnsafeBufferPointer { input in
        let tiles = Tiling(rows: length, width: max(channels, width))
        try workers.forEachTile(tiles.count) { tile in
          try workers.checkInterrupt()
          try body(tiles[tile], input, output)
        }
      }
    }
  }
}
