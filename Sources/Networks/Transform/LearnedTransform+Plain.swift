import Tensors

extension LearnedTransform {
  /// Windows of the sound as rows, and a product on OpenBLAS.
  package struct Plain: SteadyTransform {
    private let layer: LearnedTransform
    /// E as [w·C, filters], and D as [filters, w·C].
    private let encoding, decoding: [Float]
    private let workers: Workers

    /// Reads both weights; throws when they don't fit.
    package init(_ layer: LearnedTransform, _ weights: WeightSource, workers: Workers) throws {
      (self.layer, self.workers) = (layer, workers)
      encoding = try tapsFirst(weights.values(of: layer.encode), layer.inChannels, layer.filtersIn, layer.window)
      decoding = tapsBeforeChannels(
        try weights.values(of: layer.decode), filters: layer.filtersOut, channels: layer.outChannels,
        window: layer.window)
    }

    /// [B, C, L] → [B, filters, L / s].
    package func encode(_ x: Tensor) throws -> Tensor {
      let (batch, length) = (x.shape[0], x.shape[2])
      let positions = length / layer.stride
      var values: [Float] = []
      for index in 0..<batch {
        let sound = try Activations(batch: x, element: index)
        let windows = try Activations(length: positions, channels: layer.window * layer.inChannels) { target in
          for position in 0..<positions {
            for tap in 0..<layer.window {
              let frame = reflected(position * layer.stride + tap - layer.padding, length)
              for channel in 0..<layer.inChannels {
                target[(position * layer.window + tap) * layer.inChannels + channel] =
                  sound.values[frame * layer.inChannels + channel]
              }
            }
          }
        }
        values += try product(windows, encoding, columns: layer.filtersIn).channelsFirst()
      }
      return try Tensor(shape: [batch, layer.filtersIn, positions], values: values)
    }

    /// [B, filters, T] → [B, C, T·s].
    package func decode(_ y: Tensor) throws -> Tensor {
      let (batch, positions) = (y.shape[0], y.shape[2])
      let length = positions * layer.stride
      var values: [Float] = []
      for index in 0..<batch {
        let columns = layer.window * layer.outChannels
        let windows = try product(Activations(batch: y, element: index), decoding, columns: columns)
        let sound = try Activations(length: length, channels: layer.outChannels) { target in
          target.update(repeating: 0)
          for position in 0..<positions {
            for tap in 0..<layer.window {
              let frame = position * layer.stride + tap - layer.padding
              guard (0..<length).contains(frame) else { continue }
              for channel in 0..<layer.outChannels {
                target[frame * layer.outChannels + channel] +=
                  windows.values[position * columns + tap * layer.outChannels + channel]
              }
            }
          }
        }
        values += sound.channelsFirst()
      }
      return try Tensor(shape: [batch, layer.outChannels, length], values: values)
    }

    /// x [T, k] · weight [k, columns].
    private func product(_ x: Activations, _ weight: [Float], columns: Int) throws -> Activations {
      try weight.withUnsafeBufferPointer { weight in
        try x.mapRows(to: columns, on: workers) { rows, input, output in
          try multiply(
            Matrix(input, offset: rows.lowerBound * x.channels, rows: rows.count, columns: x.channels),
            Matrix(weight, rows: x.channels, columns: columns),
            into: MutableMatrix(output, offset: rows.lowerBound * columns, rows: rows.count, columns: columns),
            adding: false)
        }
      }
    }
  }
}

/// D [filters, C, w] as [filters, w, C].
private func tapsBeforeChannels(_ weight: [Float], filters: Int, channels: Int, window: Int) -> [Float] {
  var turned: [Float] = []
  turned.reserveCapacity(weight.count)
  for filter in 0..<filters {
    for tap in 0..<window {
      for channel in 0..<channels { turned.append(weight[(filter * channels + channel) * window + tap]) }
    }
  }
  return turned
}
