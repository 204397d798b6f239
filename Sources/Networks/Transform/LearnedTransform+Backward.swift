import CKernels
import Tensors

extension LearnedTransform {
  /// The transform in training, both ways a product, as its fused form has them: x [C, L] → y [L / s, filters] → x [C,
  /// L].
  final class Learning {
    let workspace: TrainingWorkspace
    private let layer: LearnedTransform
    private let encoding, decoding: Int
    private let length, positions: Int
    /// The sound with its reflected ends, [p + L + p, C], and the gradient of what comes out, with zeros at its ends.
    private let frames, gradient: FloatBuffer
    /// What goes into the decoder, with rows of zeros at its ends, and the groups of frames that come out of it.
    private let latent, groups: FloatBuffer

    private var filtersWidth: Int { padded(layer.filtersOut) }
    private var groupWidth: Int { padded(layer.stride * layer.outChannels) }

    /// - Parameter length: L.
    init(
      _ layer: LearnedTransform, length: Int, _ layout: ParameterLayout, _ engine: Engine, values: FloatBuffer,
      gradients: FloatBuffer
    ) throws {
      (self.layer, self.length, positions) = (layer, length, length / layer.stride)
      (encoding, decoding) = try (layout.offset(of: layer.encode), layout.offset(of: layer.decode))
      let reached = length + 2 * layer.padding
      (frames, gradient) = (FloatBuffer(reached * layer.inChannels), FloatBuffer(reached * layer.outChannels))
      let count = layer.groups(positions: positions)
      latent = FloatBuffer((count + layer.reach - 1) * padded(layer.filtersOut))
      groups = FloatBuffer(count * padded(layer.stride * layer.outChannels))
      var sizes = TrainingWorkspace.Sizes(engine)
      let (input, output) = (layer.window * layer.inChannels, layer.window * layer.outChannels)
      let group = layer.stride * layer.outChannels
      sizes.take(\.packed, max(input * padded(layer.filtersIn, to: 32), output * padded(layer.filtersOut, to: 32)))
      sizes.take(\.packed, layer.reach * padded(layer.filtersOut) * padded(group, to: 32))
      sizes.takeWeightGradient(k: input, columns: layer.filtersIn)
      sizes.takeWeightGradient(k: output, columns: layer.filtersOut)
      sizes.take(\.zeros, padded(max(layer.filtersIn, layer.filtersOut, group), to: 32))
      workspace = TrainingWorkspace(engine, values: values, gradients: gradients, sizes)
    }

    // MARK: Encoder

    /// x [C, L] → y [L / s, filters].
    func encode(_ x: [Float], into y: RowMemory) {
      let channels = layer.inChannels
      for frame in 0..<(length + 2 * layer.padding) {
        let source = reflected(frame - layer.padding, length)
        for channel in 0..<channels { frames.all[frame * channels + channel] = x[channel * length + source] }
      }
      windows(of: frames, channels: channels, by: encoding, filters: layer.filtersIn, into: y)
    }

    /// From dy [L / s, filters] the gradient of the encoder.
    func encodeBackward(_ dy: RowMemory) {
      addGradient(of: encoding, frames, channels: layer.inChannels, dy, filters: layer.filtersIn)
    }

    // MARK: Decoder

    /// y [L / s, filters] → x [C, L].
    func decode(_ y: RowMemory) -> [Float] {
      let (channels, reach, filters) = (layer.outChannels, layer.reach, layer.filtersOut)
      latent.slice((reach - 1) * filtersWidth, positions * filtersWidth).update(
        from: y.rows, count: positions * filtersWidth)
      let weight = workspace.values.slice(decoding, filters * channels * layer.window)
      let steps = reach * filtersWidth
      let panels = workspace.pack(decoding, columns: layer.stride * channels, steps: steps) { first, count, panel in
        panel.update(repeating: 0, count: steps * 32)
        for row in 0..<reach {
          for filter in 0..<filters {
            let target = panel + (row * filtersWidth + filter) * 32
            for column in 0..<count {
              let place = layer.decodePlace(column: first + column, row: row, filter: filter)
              if let place { target[column] = weight[place] }
            }
          }
        }
      }
      workspace.forTiles(layer.groups(positions: positions)) { rows, _, _ in
        workspace.kernels.product(
          CRows(values: latent.all + rows.lowerBound * filtersWidth, stride: filtersWidth), rows.count, panels,
          .bias(workspace.zeros.all),
          CMutableRows(values: groups.all + rows.lowerBound * groupWidth, stride: groupWidth))
      }
      var x = [Float](repeating: 0, count: channels * length)
      for frame in 0..<length {
        let (group, place) = (frame + layer.padding).quotientAndRemainder(dividingBy: layer.stride)
        for channel in 0..<channels {
          x[channel * length + frame] = groups.all[group * groupWidth + place * channels + channel]
        }
      }
      return x
    }

    /// From dx [C, L] the gradient of what went into the decoder, y [L / s, filters], into dy, and that of its weight.
    func decodeBackward(_ dx: [Float], _ y: RowMemory, into dy: RowMemory) {
      let channels = layer.outChannels
      for frame in 0..<length {
        for channel in 0..<channels {
          gradient.all[(frame + layer.padding) * channels + channel] = dx[channel * length + frame]
        }
      }
      windows(of: gradient, channels: channels, by: decoding, filters: layer.filtersOut, into: dy)
      addGradient(of: decoding, gradient, channels: channels, y, filters: layer.filtersOut)
    }

    // MARK: Both

    /// y[t, f] = Σ x[t·s + r, c]·W[f, c, r].
    private func windows(of x: FloatBuffer, channels: Int, by weight: Int, filters: Int, into y: RowMemory) {
      let window = layer.window
      let values = workspace.values.slice(weight, filters * channels * window)
      let steps = window * channels
      let panels = workspace.pack(weight, isGradient: weight == decoding, columns: filters, steps: steps) {
        first, count, panel in
        panel.update(repeating: 0, count: steps * 32)
        for step in 0..<steps {
          let (tap, channel) = step.quotientAndRemainder(dividingBy: channels)
          for column in 0..<count {
            panel[step * 32 + column] = values[((first + column) * channels + channel) * window + tap]
          }
        }
      }
      let stride = layer.stride * channels
      workspace.forTiles(positions) { rows, _, _ in
        workspace.kernels.product(
          CRows(values: x.all + rows.lowerBound * stride, stride: stride), rows.count, panels,
          .bias(workspace.zeros.all), y.target(rows.lowerBound))
      }
    }

    /// Adds to W's gradient Σ over t of x[t·s + r, c]·d[t, f].
    private func addGradient(of weight: Int, _ x: FloatBuffer, channels: Int, _ d: RowMemory, filters: Int) {
      let window = layer.window
      let target = workspace.gradients.slice(weight, filters * channels * window)
      workspace.weightGradient(
        x.all, stride: layer.stride * channels, k: window * channels, WideRows(d), columns: filters
      ) { first, count, panel in
        for step in 0..<(window * channels) {
          let (tap, channel) = step.quotientAndRemainder(dividingBy: channels)
          for column in 0..<count {
            target[((first + column) * channels + channel) * window + tap] += panel[step * 32 + column]
          }
        }
      }
    }
  }
}
