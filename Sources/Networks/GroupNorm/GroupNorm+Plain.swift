import Tensors

extension GroupNorm {
  /// SiLU(GroupNorm(x)), statistics in double.
  package struct Plain: PlainLayer {
    private let groups: Int
    private let weight, bias: [Float]

    /// Reads the weights; throws when they don't fit, or the groups don't divide the channels.
    package init(_ layer: GroupNorm, _ weights: WeightSource) throws {
      guard layer.groups > 0, layer.channels % layer.groups == 0 else {
        throw NetworkError.groupsDontDivide(groups: layer.groups, channels: layer.channels)
      }
      groups = layer.groups
      weight = try weights.values(of: layer.weight)
      bias = try weights.values(of: layer.bias)
    }

    /// [L, C] → [L, C].
    package func forward(_ x: Activations, _ pass: PlainPass) throws -> Activations {
      try x.check(channels: weight.count)
      let (scale, shift) = affine(sums(of: x, pass), length: x.length)
      let channels = x.channels
      return try scale.withUnsafeBufferPointer { scale in
        try shift.withUnsafeBufferPointer { shift in
          try x.mapRows(to: channels, on: pass.workers) { rows, input, output in
            for row in rows {
              let input = UnsafeBufferPointer(rebasing: input[(row * channels)..<((row + 1) * channels)])
              let output = UnsafeMutableBufferPointer(rebasing: output[(row * channels)..<((row + 1) * channels)])
              for channel in 0..<channels {
                output[channel] = silu(input[channel] * scale[channel] + shift[channel])
              }
            }
          }
        }
      }
    }

    /// Per channel the sum and the sum of squares over all positions, [2·C], in double.
    private func sums(of x: Activations, _ pass: PlainPass) -> [Double] {
      let channels = x.channels
      let tiles = Tiling(rows: x.length, width: channels)
      var partial = [Double](repeating: 0, count: tiles.count * 2 * channels)
      partial.withUnsafeMutableBufferPointer { partial in
        x.values.withUnsafeBufferPointer { input in
          pass.workers.forEachTile(tiles.count) { tile in
            let start = tile * 2 * channels
            let sum = UnsafeMutableBufferPointer(rebasing: partial[start..<(start + channels)])
            let square = UnsafeMutableBufferPointer(rebasing: partial[(start + channels)..<(start + 2 * channels)])
            for row in tiles[tile] {
              let input = UnsafeBufferPointer(rebasing: input[(row * channels)..<((row + 1) * channels)])
              for channel in 0..<channels {
                let value = Double(input[channel])
                sum[channel] += value
                square[channel] += value * value
              }
            }
          }
        }
      }
      // Tiles are merged in their order, so that the bits don't depend on which thread was first.
      var sums = [Double](repeating: 0, count: 2 * channels)
      for start in stride(from: 0, to: partial.count, by: 2 * channels) {
        for index in sums.indices { sums[index] += partial[start + index] }
      }
      return sums
    }

    /// Per channel the factor and the addend that normalise and apply weight and bias in one go.
    private func affine(_ sums: [Double], length: Int) -> (scale: [Float], shift: [Float]) {
      let channels = weight.count
      let members = channels / groups
      let count = Double(length * members)
      var scale: [Float] = []
      var shift: [Float] = []
      for channel in 0..<channels {
        let first = channel / members * members
        let mean = sums[first..<(first + members)].reduce(0, +) / count
        let square = sums[(channels + first)..<(channels + first + members)].reduce(0, +) / count
        let factor = Double(weight[channel]) / (max(0, square - mean * mean) + epsilon).squareRoot()
        scale.append(Float(factor))
        shift.append(Float(Double(bias[channel]) - mean * factor))
      }
      return (scale, shift)
    }
  }
}
