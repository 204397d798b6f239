import Checkpoints
import Tensors

/// LTPlugin's two convolutions: a strided Conv1d with reflection at the ends makes filters of the sound, and a
/// ConvTranspose1d sound of filters; no biases.
///
///     encode: y[t, f] = Σ x[t·s + r − p, c]·E[f, c, r]        decode: x[t·s + r − p, c] += y[t, f]·D[f, c, r]
///
/// with window r < w, stride s and p = w/2 − s/2 frames of padding.
package struct LearnedTransform: Transform {
  let inChannels, outChannels, window, stride, padding: Int
  /// E as [w·C, filters], and D as [filters, w·C].
  private let encoding, decoding: [Float]
  private let filtersIn, filtersOut: Int

  /// Reads both weights, [filters, C, w] each.
  package init(_ architecture: NetworkDescription, _ weights: WeightSource) throws {
    let geometry = try TransformGeometry(architecture)
    (window, stride, padding) = (geometry.window, geometry.stride, geometry.padding)
    (inChannels, outChannels) = (geometry.inChannels, geometry.outChannels)
    (filtersIn, filtersOut) = (geometry.filtersIn, geometry.filtersOut)
    encoding = try tapsFirst(
      weights.values(NetworkDescription.encodeName, [filtersIn, inChannels, window]), inChannels, filtersIn, window)
    let decode = try weights.values(NetworkDescription.decodeName, [filtersOut, outChannels, window])
    decoding = tapsBeforeChannels(decode, filters: filtersOut, channels: outChannels, window: window)
  }

  package func encode(_ x: Tensor) throws -> Tensor {
    let (batch, length) = (x.shape[0], x.shape[2])
    let positions = length / stride
    var values: [Float] = []
    for index in 0..<batch {
      let sound = try Activations(batch: x, element: index)
      let windows = try Activations(length: positions, channels: window * inChannels) { target in
        for position in 0..<positions {
          for tap in 0..<window {
            let frame = reflected(position * stride + tap - padding, length)
            for channel in 0..<inChannels {
              target[(position * window + tap) * inChannels + channel] = sound.values[frame * inChannels + channel]
            }
          }
        }
      }
      values += try product(windows, encoding, columns: filtersIn).channelsFirst()
    }
    return try Tensor(shape: [batch, filtersIn, positions], values: values)
  }

  package func decode(_ y: Tensor) throws -> Tensor {
    let (batch, positions) = (y.shape[0], y.shape[2])
    let length = positions * stride
    var values: [Float] = []
    for index in 0..<batch {
      let columns = window * outChannels
      let windows = try product(Activations(batch: y, element: index), decoding, columns: columns)
      let sound = try Activations(length: length, channels: outChannels) { target in
        target.update(repeating: 0)
        for position in 0..<positions {
          for tap in 0..<window {
            let frame = position * stride + tap - padding
            guard (0..<length).contains(frame) else { continue }
            for channel in 0..<outChannels {
              target[frame * outChannels + channel] +=
                windows.values[
                  position * columns + tap * outChannels + channel]
            }
          }
        }
      }
      values += sound.channelsFirst()
    }
    return try Tensor(shape: [batch, outChannels, length], values: values)
  }

  /// x [T, k] · weight [k, columns].
  private func product(_ x: Activations, _ weight: [Float], columns: Int) throws -> Activations {
    try weight.withUnsafeBufferPointer { weight in
      try x.mapRows(to: columns) { rows, input, output in
        try multiply(
          Matrix(input, offset: rows.lowerBound * x.channels, rows: rows.count, columns: x.channels),
          Matrix(weight, rows: x.channels, columns: columns),
          into: MutableMatrix(output, offset: rows.lowerBound * columns, rows: rows.count, columns: columns),
          adding: false)
      }
    }
  }
}

/// The frame inside of a sound that one beside it mirrors: −1 is 1, and length is length − 2.
package func reflected(_ frame: Int, _ length: Int) -> Int {
  frame < 0 ? -frame : frame < length ? frame : 2 * (length - 1) - frame
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
