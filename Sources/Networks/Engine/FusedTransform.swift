import CKernels
import Checkpoints
import Tensors

/// A learned transform on SIMD kernels, in f32 always; `LearnedTransform` has the equations.
///
/// Both ways are one product with overlapping rows. The decoder's is that of a convolution too: the `stride` frames of
/// group g are the sum over the windows that reach them, ⌈w/s⌉ neighbouring rows of y times as many parts of D.
struct FusedTransform: Transform {
  private let geometry: TransformGeometry
  private let encoding, decoding: PackedProduct
  private let kernels: CKernels
  private let workers: Workers

  /// Reads both weights, [filters, C, w] each, and packs them.
  init(_ architecture: NetworkDescription, _ weights: WeightSource, kernels: CKernels, workers: Workers) throws {
    let geometry = try TransformGeometry(architecture)
    (self.geometry, self.kernels, self.workers) = (geometry, kernels, workers)
    encoding = try PackedProduct(
      weights.values(NetworkDescription.encodeName, [geometry.filtersIn, geometry.inChannels, geometry.window]),
      offsets: geometry.encodeOffsets, columnStride: geometry.inChannels * geometry.window, count: geometry.filtersIn,
      unit: 1)
    let decode = try weights.values(
      NetworkDescription.decodeName, [geometry.filtersOut, geometry.outChannels, geometry.window])
    let (steps, columns) = (geometry.reach * geometry.filtersOut, geometry.stride * geometry.outChannels)
    var groups = [Float](repeating: 0, count: columns * steps)
    for column in 0..<columns {
      for step in 0..<steps {
        let (row, filter) = step.quotientAndRemainder(dividingBy: geometry.filtersOut)
        if let place = geometry.decodePlace(column: column, row: row, filter: filter) {
          groups[column * steps + step] = decode[place]
        }
      }
    }
    decoding = try PackedProduct(linear: groups, in: steps, out: columns, width: steps, unit: 1)
  }

  func encode(_ x: Tensor) throws -> Tensor {
    let (batch, length, channels) = (x.shape[0], x.shape[2], geometry.inChannels)
    let positions = length / geometry.stride
    let frames = FloatBuffer((length + 2 * geometry.padding) * channels)
    let latent = FloatBuffer(positions * encoding.columns)
    var values = [Float](repeating: 0, count: try Tensor.count(of: [batch, geometry.filtersIn, positions]))
    for sound in 0..<batch {
      for frame in 0..<(length + 2 * geometry.padding) {
        let source = reflected(frame - geometry.padding, length)
        for channel in 0..<channels {
          frames.all[frame * channels + channel] = x.values[(sound * channels + channel) * length + source]
        }
      }
      multiply(
        frames, stride: geometry.stride * channels, rows: positions, encoding, into: latent)
      for filter in 0..<geometry.filtersIn {
        let target = (sound * geometry.filtersIn + filter) * positions
        for position in 0..<positions {
          values[target + position] = latent.all[position * encoding.columns + filter]
        }
      }
    }
    return try Tensor(shape: [batch, geometry.filtersIn, positions], values: values)
  }

  func decode(_ y: Tensor) throws -> Tensor {
    let (batch, positions, filters) = (y.shape[0], y.shape[2], geometry.filtersOut)
    let (length, channels) = (positions * geometry.stride, geometry.outChannels)
    let groups = geometry.groups(positions: positions)
    // Windows that would begin before the first position, or after the last one, are zero.
    let latent = FloatBuffer((groups + geometry.reach - 1) * filters)
    let frames = FloatBuffer(groups * decoding.columns)
    var values = [Float](repeating: 0, count: try Tensor.count(of: [batch, channels, length]))
    for sound in 0..<batch {
      for filter in 0..<filters {
        let source = (sound * filters + filter) * positions
        for position in 0..<positions {
          latent.all[(position + geometry.reach - 1) * filters + filter] = y.values[source + position]
        }
      }
      multiply(latent, stride: filters, rows: groups, decoding, into: frames)
      for frame in 0..<length {
        let (group, place) = (frame + geometry.padding).quotientAndRemainder(dividingBy: geometry.stride)
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
    let tileRows = 64
    workers.run((rows + tileRows - 1) / tileRows) { tile, _ in
      let first = tile * tileRows
      kernels.product(
        CRows(values: x.all + first * stride, stride: stride), min(tileRows, rows - first), weight.operand,
        weight.start,
        CMutableRows(values: y.all + first * weight.columns, stride: weight.columns))
    }
  }
}

/// The sizes of a learned transform, and where its weights stand in the products that compute it.
struct TransformGeometry {
  let inChannels, outChannels, filtersIn, filtersOut, window, stride, padding: Int

  /// The sizes of an architecture's transform; throws when that is no learned one.
  init(_ architecture: NetworkDescription) throws(NetworkError) {
    guard case .learned(_, let window, let stride) = architecture.transform else {
      throw .wrongInput(expected: "a learned transform", found: [])
    }
    (self.window, self.stride, padding) = (window, stride, architecture.transform.padding)
    (inChannels, outChannels) = (architecture.inChannels, architecture.outChannels)
    (filtersIn, filtersOut) = (architecture.unet.inChannels, architecture.unet.outChannels)
  }

  /// How many windows reach a frame at most.
  var reach: Int { (window + stride - 1) / stride }

  /// How many groups of `stride` frames the windows of so many positions lie in; the first begins `padding` frames before
  /// the sound.
  func groups(positions: Int) -> Int { positions + reach - 1 }

  /// Per value of a window, [w, C], its place in a filter's weight [C, w].
  var encodeOffsets: [Int] {
    (0..<(window * inChannels)).map { $0 % inChannels * window + $0 / inChannels }
  }

  /// The place in the decoder's weight [filters, C, w] of what a row of `reach` neighbouring ones, a filter of it, gives to
  /// a column [stride, C] of a group; nothing where the row's window has ended before.
  func decodePlace(column: Int, row: Int, filter: Int) -> Int? {
    let (place, channel) = column.quotientAndRemainder(dividingBy: outChannels)
    let tap = (reach - 1 - row) * stride + place
    return tap < window ? (filter * outChannels + channel) * window + tap : nil
  }
}
