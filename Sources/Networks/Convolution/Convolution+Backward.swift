import CKernels
import Tensors

extension Convolution {
  /// The convolution in training, of as many channels in as out: its panels, and the gradients of its weights.
  struct Learning {
    private let taps, bias: Int
    private let channels, width: Int

    init(_ layer: Convolution, _ layout: ParameterLayout) throws {
      (taps, bias) = try (layout.offset(of: layer.weight), layout.offset(of: layer.bias))
      (channels, width) = (layer.outChannels, padded(layer.outChannels))
    }

    func reserve(_ sizes: inout TrainingWorkspace.Sizes, length: Int) {
      sizes.take(\.packed, sizes.convolutionPoints * width * padded(width, to: 32))
      sizes.take(\.zeros, padded(width, to: 32))
      sizes.takeSums(length: length, count: width)
      sizes.takeWeightGradient(k: sizes.convolutionPoints * width, columns: channels)
      sizes.take(\.scratch, sizes.convolutionPoints * MOST_WINDOWS * (width + 32))
    }

    /// Winograd's combinations of the taps, of x [L, C] for y [L, C], or of dy for dx.
    func packed(_ workspace: TrainingWorkspace, isGradient: Bool) -> CPanels {
      let filters = CFilters(
        weights: workspace.values.slice(taps, channels * channels * kernel), outputs: channels, inputs: channels)
      let points = workspace.pack(
        taps, isGradient: isGradient, columns: channels, steps: workspace.kernels.convolutionPoints * width
      ) { first, count, panel in
        workspace.training.packConvolution(filters, first, count, isGradient ? 1 : 0, width, panel)
      }
      return CPanels(values: points.values, steps: width, columns: width)
    }

    /// The bias up to a whole panel.
    func bias(_ workspace: TrainingWorkspace) -> FloatBuffer { workspace.vector(bias, count: channels) }

    /// dW[o, i, t] = the sum over rows of dy[row, o]·x[row + t − 1, i], and the bias's gradient.
    func addGradients(_ workspace: TrainingWorkspace, _ x: RowMemory, _ dy: RowMemory) {
      let target = workspace.gradients.slice(taps, channels * channels * kernel)
      let filters = CFilters(weights: target, outputs: channels, inputs: channels)
      workspace.forPanels(
        columns: channels, length: x.length, size: workspace.kernels.convolutionPoints * width * 32
      ) { first, count, rows, sums, scratch in
        workspace.training.convolutionSums(
          CRows(values: x.row(rows.lowerBound - 1) + first, stride: width), dy.source(rows.lowerBound), rows.count,
          padded(count), scratch, sums)
      } add: { first, count, sums in
        workspace.training.addTaps(sums, width, first, count, filters, target)
      }
      workspace.addBiasGradient(dy, channels: channels, at: bias)
    }
  }
}

extension StridedConvolution {
  /// The convolution in training, as a product of neighbouring rows: x [L·f, in] → y [L, out].
  struct Learning {
    private let weight, bias: Int
    private let inputs, inWidth, outputs, outWidth, factor: Int

    init(_ layer: StridedConvolution, _ layout: ParameterLayout) throws {
      (weight, bias) = try (layout.offset(of: layer.weight), layout.offset(of: layer.bias))
      (inputs, outputs, factor) = (layer.inChannels, layer.outChannels, layer.factor)
      (inWidth, outWidth) = (padded(inputs), padded(outputs))
    }

    /// - Parameter length: L.
    func reserve(_ sizes: inout TrainingWorkspace.Sizes, length: Int) {
      let steps = factor * inWidth
      sizes.take(\.packed, max(steps * padded(outputs, to: 32), outWidth * padded(steps, to: 32)))
      sizes.take(\.zeros, padded(max(steps, outWidth), to: 32))
      sizes.takeSums(length: length, count: outWidth)
      sizes.takeWeightGradient(k: outputs, columns: steps)
    }

    func forward(_ workspace: TrainingWorkspace, _ x: RowMemory, into y: RowMemory) {
      let values = workspace.values.slice(weight, outputs * inputs * factor)
      let steps = factor * inWidth
      let panels = workspace.pack(weight, columns: outputs, steps: steps) { first, count, panel in
        panel.update(repeating: 0, count: steps * 32)
        for tap in 0..<factor {
          for input in 0..<inputs {
            let target = panel + (tap * inWidth + input) * 32
            for column in 0..<count { target[column] = values[((first + column) * inputs + input) * factor + tap] }
          }
        }
      }
      let start = workspace.vector(bias, count: outputs)
      workspace.forTiles(y.length) { rows, _, _ in
        workspace.kernels.product(
          x.source(rows.lowerBound * factor, stride: steps), rows.count, panels, .bias(start.all),
          y.target(rows.lowerBound))
      }
    }

    /// From dy [L, out] that of x [L·f, in] into dx, if that is wanted, and those of the weights.
    func backward(_ workspace: TrainingWorkspace, _ x: RowMemory, _ dy: RowMemory, into dx: RowMemory?) {
      let steps = factor * inWidth
      let values = workspace.values.slice(weight, outputs * inputs * factor)
      if let dx {
        let panels = workspace.pack(weight, isGradient: true, columns: steps, steps: outWidth) { first, count, panel in
          panel.update(repeating: 0, count: outWidth * 32)
          for column in 0..<count {
            let (tap, input) = (first + column).quotientAndRemainder(dividingBy: inWidth)
            guard input < inputs else { continue }
            for output in 0..<outputs { panel[output * 32 + column] = values[(output * inputs + input) * factor + tap] }
          }
        }
        workspace.forTiles(dy.length) { rows, _, _ in
          workspace.kernels.product(
            dy.source(rows.lowerBound), rows.count, panels, .bias(workspace.zeros.all),
            dx.target(rows.lowerBound * factor, stride: steps))
        }
      }
      let target = workspace.gradients.slice(weight, outputs * inputs * factor)
      let folded = WideRows(x, factor: factor)
      workspace.weightGradient(dy.rows, stride: outWidth, k: outputs, folded) { first, count, panel in
        for column in 0..<count {
          let (tap, input) = (first + column).quotientAndRemainder(dividingBy: inWidth)
          guard input < inputs else { continue }
          for output in 0..<outputs { target[(output * inputs + input) * factor + tap] += panel[output * 32 + column] }
        }
      }
      workspace.addBiasGradient(dy, channels: outputs, at: bias)
    }
  }
}
