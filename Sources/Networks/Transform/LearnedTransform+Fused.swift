import CKernels
import Checkpoints
import Tensors

extension LearnedTransform {
  /// SIMD kernels, in f32 always.
  ///
  /// Both ways are one product with overlapping rows. The decoder's is that of a convolution too: the `stride` frames
  /// of group g are the sum over the windows that reach them, ⌈w/s⌉ neighbouring rows of y times as many parts of D.
  package struct Fused: SteadyTransform {
    private let layer: LearnedTransform
    private let encoding, decoding: PackedProduct
    private let kernels: CKernels
    private let workers: Workers

    /// Reads and packs both weights; throws when they don't fit.
    init(_ layer: LearnedTransform, _ weights: WeightSource, kernels: CKernels, workers: Workers) throws {
      (self.layer, self.kernels, self.workers) = (layer, kernels, workers)
      encoding = try PackedProduct(
        weights.values(of: layer.encode), offsets: layer.encodeOffsets, columnStride: layer.inChannels * layer.window,
        count: layer.filtersIn, unit: 1)
      let decode = try weights.values(of: layer.decode)
      let (steps, columns) = (layer.reach * layer.filtersOut, layer.stride * layer.outChannels)
      var groups = [Float](repeating: 0, count: columns * steps)
      for column in 0..<columns {
        for step in 0..<steps {
          let (row, filter) = step.quotientAndRemainder(dividingBy: layer.filtersOut)
          if let place = layer.decodePlace(column: column, row: row, filter: filter) {
            groups[column * steps + step] = decode[place]
          }
        }
      }
      decoding = try PackedProduct(linear: groups, in: steps, out: columns, width: steps, unit: 1)
    }

    /// [B, C, L] → [B, filters, L / s].
    package func encode(_ x: Tensor) throws -> Tensor {
      let (batch, length, channels) = (x.shape[0], x.shape[2], layer.inChannels)
      let positions = length / layer.stride
      let frames = FloatBuffer((length + 2 * layer.padding) * channels)
      let latent = FloatBuffer(positions * encoding.columns)
      var values = [Float](repeating: 0, count: try Tensor.count(of: [batch, layer.filtersIn, positions]))
      for sound in 0..<batch {
        for frame in 0..<(length + 2 * layer.padding) {
          let source = reflected(frame - layer.padding, length)
          for channel in 0..<channels {
            frames.all[frame * channels + channel] = x.values[(sound * channels + channel) * length + source]
          }
        }
        multiply(
          frames, stride: layer.stride * channels, rows: positions, encoding, into: latent)
        for filter in 0..<layer.filtersIn {
          let target = (sound * layer.filtersIn + filter) * positions
          for position in 0..<positions {
            values[target + position] = latent.all[position * encoding.columns + filter]
          }
        }
      }
      return try Tensor(shape: [batch, layer.filtersIn, positions], values: values)
    }

    /// [B, filters, T] → [B, C, T·s].
    package func decode(_ y: Tensor) throws -> Tensor {
      let (batch, positions, filters) = (y.shape[0], y.shape[2], layer.filtersOut)
      let (length, channels) = (positions * layer.stride, layer.outChannels)
      let groups = layer.groups(positions: positions)
      // Windows that would begin before the first position, or after the last one, are zero.
      let latent = FloatBuffer((groups + layer.reach - 1) * filters)
      let frames = FloatBuffer(groups * decoding.columns)
      var values = [Float](repeating: 0, count: try Tensor.count(of: [batch, channels, length]))
      for sound in 0..<batch {
        for filter in 0..<filters {
          let source = (sound * filters + filter) * positions
          for position in 0..<positions {
            latent.all[(position + layer.reach - 1) * filters + filter] = y.values[source + position]
          }
        }
        multiply(latent, stride: filters, rows: groups, decoding, into: frames)
        for frame in 0..<length {
          let (group, place) = (frame + layer.padding).quotientAndRemainder(dividingBy: layer.stride)
          for channel in 0..<channels {
            values[(sound * channels + channel) * length + frame] =
              frames.all[group * decoding.columns + place * channels + channel]
          }
        }
      }
      return try Tensor(shape: [batch, channels, length], values: values)
    }

    /// Overlapping rows of x, `stride` floats apart, times a weight.
    private func multiply(_ x: FloatBuffer, stride: Int, rows: Int, _ weight: PackedProduct, into y: FloatBuffer) {
      workers.forRanges(of: rows, by: 64) { _, tile, _ in
        kernels.product(
          CRows(values: x.all + tile.lowerBound * stride, stride: stride), tile.count, weight.operand, weight.start,
          CMutableRows(values: y.all + tile.lowerBound * weight.columns, stride: weight.columns))
      }
    }
  }
}
