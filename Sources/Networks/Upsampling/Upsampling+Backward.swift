import CKernels
import Tensors

extension Upsampling {
  /// The upsampling in training, x [L, in] → y [L·f, out]: each of f phases a product with windows of three rows of x.
  struct Learning {
    private let layer: Upsampling
    private let weight, bias: Int
    private let inputs, inWidth, outputs, outWidth, factor: Int

    init(_ layer: Upsampling, _ layout: ParameterLayout) throws {
      self.layer = layer
      (weight, bias) = try (layout.offset(of: layer.convolution.weight), layout.offset(of: layer.convolution.bias))
      (inputs, outputs, factor) = (layer.convolution.inChannels, layer.convolution.outChannels, layer.factor)
      (inWidth, outWidth) = (padded(inputs), padded(outputs))
    }

    /// How many rows of y a row of x has part in: l·f − 1 … l·f + f.
    private var windows: Int { factor + 2 }

    /// - Parameter length: L.
    func reserve(_ sizes: inout TrainingWorkspace.Sizes, length: Int) {
      sizes.take(
        \.packed,
        max(
          factor * Convolution.kernel * inWidth * padded(outputs, to: 32), windows * outWidth * padded(inputs, to: 32)))
      sizes.take(\.zeros, padded(inputs, to: 32))
      sizes.takeSums(length: length * factor, count: outWidth)
      sizes.takeWeightGradient(k: windows * outWidth, columns: inputs)
    }

    func forward(_ workspace: TrainingWorkspace, _ x: RowMemory, into y: RowMemory) {
      let values = workspace.values.slice(weight, outputs * inputs * Convolution.kernel)
      let (steps, panelsPerPhase) = (3 * inWidth, padded(outputs, to: 32) / 32)
      let columns = factor * panelsPerPhase * 32
      let panels = workspace.pack(weight, columns: columns, steps: steps) { first, _, panel in
        let (phase, start) = first.quotientAndRemainder(dividingBy: panelsPerPhase * 32)
        panel.update(repeating: 0, count: steps * 32)
        for tap in 0..<Convolution.kernel {
          for input in 0..<inputs {
            let target = panel + ((layer.row(phase: phase, tap: tap) + 1) * inWidth + input) * 32
            for column in 0..<min(32, outputs - start) {
              target[column] += values[((start + column) * inputs + input) * Convolution.kernel + tap]
            }
          }
        }
      }
      let start = workspace.vector(bias, count: outputs)
      workspace.forTiles(x.length) { rows, _, _ in
        for phase in 0..<factor {
          workspace.kernels.product(
            x.source(rows.lowerBound - 1), rows.count,
            CPanels(values: panels.values + phase * panelsPerPhase * steps * 32, steps: steps, columns: outWidth),
            .bias(start.all), y.target(rows.lowerBound * factor + phase, stride: factor * outWidth))
        }
      }
    }

    /// From dy [L·f, out] that of x [L, in] into dx, and those of the weights.
    func backward(_ workspace: TrainingWorkspace, _ x: RowMemory, _ dy: RowMemory, into dx: RowMemory) {
      let values = workspace.values.slice(weight, outputs * inputs * Convolution.kernel)
      let windows = windows
      let steps = windows * outWidth
      /// The output rows, as windows, of which a tap falls on the row of x in the middle.
      func touched(by tap: Int) -> Range<Int> { (2 - tap)..<(2 - tap + factor) }
      let panels = workspace.pack(weight, isGradient: true, columns: inputs, steps: steps) { first, count, panel in
        panel.update(repeating: 0, count: steps * 32)
        for tap in 0..<Convolution.kernel {
          for window in touched(by: tap) {
            for output in 0..<outputs {
              let target = panel + (window * outWidth + output) * 32
              let source = values + (output * inputs + first) * Convolution.kernel + tap
              for column in 0..<count { target[column] += source[column * Convolution.kernel] }
            }
          }
        }
      }
      workspace.forTiles(x.length) { rows, _, _ in
        workspace.kernels.product(
          dy.source(rows.lowerBound * factor - 1, stride: factor * outWidth), rows.count, panels,
          .bias(workspace.zeros.all), dx.target(rows.lowerBound))
      }
      let target = workspace.gradients.slice(weight, outputs * inputs * Convolution.kernel)
      workspace.weightGradient(dy.row(-1), stride: factor * outWidth, k: steps, WideRows(x), columns: inputs) {
        first, count, panel in
        for output in 0..<outputs {
          for tap in 0..<Convolution.kernel {
            let place = target + (output * inputs + first) * Convolution.kernel + tap
            for half in stride(from: 0, to: count, by: 16) {
              // Summed first: a replica's gradient is added to the others' as one value.
              var sums = SIMD16<Float>()
              for window in touched(by: tap) {
                let source = UnsafeRawPointer(panel + (window * outWidth + output) * 32 + half)
                sums += source.loadUnaligned(as: SIMD16<Float>.self)
              }
              for column in half..<min(count, half + 16) { place[column * Convolution.kernel] += sums[column - half] }
            }
          }
        }
      }
      workspace.addBiasGradient(dy, channels: outputs, at: bias)
    }
  }
}
