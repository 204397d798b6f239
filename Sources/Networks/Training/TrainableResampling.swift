import CKernels
import Tensors

/// A level's downsampling, or any convolution whose stride is its kernel, in training: `StridedConvolution` has the
/// equations.
struct TrainableStridedConvolution {
  private let weight, bias: Int
  private let inputs, inWidth, outputs, outWidth, factor: Int

  init(_ layer: StridedConvolution, _ layout: ParameterLayout) throws {
    weight = try layout.offset(layer.weight)
    bias = try layout.offset(layer.bias)
    (inputs, outputs, factor) = (layer.inChannels, layer.outChannels, layer.factor)
    (inWidth, outWidth) = (padded(inputs), padded(outputs))
  }

  /// [L·f, in] → [L, out].
  func forward(_ workspace: TrainingWorkspace, _ x: RowMemory, into y: RowMemory) {
    let values = workspace.values.slice(weight, outputs * inputs * factor)
    let steps = factor * inWidth
    let panels = workspace.pack(columns: outputs, steps: steps) { first, count, panel in
      panel.update(repeating: 0, count: steps * 32)
      for tap in 0..<factor {
        for input in 0..<inputs {
          let target = panel + (tap * inWidth + input) * 32
          for column in 0..<count { target[column] = values[((first + column) * inputs + input) * factor + tap] }
        }
      }
    }
    let start = FloatBuffer(padded(outputs, to: 32))
    start.all.update(from: workspace.values.slice(bias, outputs), count: outputs)
    workspace.forTiles(y.length) { rows, _, _ in
      workspace.kernels.product(
        x.source(rows.lowerBound * factor, stride: steps), rows.count, panels, .bias(start.all),
        y.target(rows.lowerBound))
    }
  }

  /// From dy [L, out] the gradient of x [L·f, in] into dx, if that is wanted, and those of the weights.
  func backward(_ workspace: TrainingWorkspace, _ x: RowMemory, _ dy: RowMemory, into dx: RowMemory?) {
    let steps = factor * inWidth
    let values = workspace.values.slice(weight, outputs * inputs * factor)
    if let dx {
      let panels = workspace.pack(columns: steps, steps: outWidth) { first, count, panel in
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

/// Nearest upsampling and a convolution of kernel 3, in training: `Upsampling` has the equations.
struct TrainableUpsampling {
  private let weight, bias: Int
  private let inputs, inWidth, outputs, outWidth, factor: Int

  private let layer: Upsampling

  init(_ layer: Upsampling, _ layout: ParameterLayout) throws {
    self.layer = layer
    weight = try layout.offset(layer.convolution.weight)
    bias = try layout.offset(layer.convolution.bias)
    (inputs, outputs, factor) = (layer.convolution.inChannels, layer.convolution.outChannels, layer.factor)
    (inWidth, outWidth) = (padded(inputs), padded(outputs))
  }

  /// [L, in] → [L·f, out]: each phase a product with windows of three rows of x.
  func forward(_ workspace: TrainingWorkspace, _ x: RowMemory, into y: RowMemory) {
    let values = workspace.values.slice(weight, outputs * inputs * 3)
    let (steps, panelsPerPhase) = (3 * inWidth, padded(outputs, to: 32) / 32)
    let columns = factor * panelsPerPhase * 32
    let panels = workspace.pack(columns: columns, steps: steps) { first, _, panel in
      let (phase, start) = first.quotientAndRemainder(dividingBy: panelsPerPhase * 32)
      panel.update(repeating: 0, count: steps * 32)
      for tap in 0..<3 {
        for input in 0..<inputs {
          let target = panel + ((layer.row(phase: phase, tap: tap) + 1) * inWidth + input) * 32
          for column in 0..<min(32, outputs - start) {
            target[column] += values[((start + column) * inputs + input) * 3 + tap]
          }
        }
      }
    }
    let start = FloatBuffer(padded(outputs, to: 32))
    start.all.update(from: workspace.values.slice(bias, outputs), count: outputs)
    workspace.forTiles(x.length) { rows, _, _ in
      for phase in 0..<factor {
        workspace.kernels.product(
          x.source(rows.lowerBound - 1), rows.count,
          CPanels(
            values: panels.values + phase * panelsPerPhase * steps * 32, steps: steps, columns: outWidth),
          .bias(start.all), y.target(rows.lowerBound * factor + phase, stride: factor * outWidth))
      }
    }
  }

  /// From dy [L·f, out] the gradient of x [L, in] into dx, and those of the weights: row l of x has part in rows l·f − 1
  /// … l·f + f of y.
  func backward(_ workspace: TrainingWorkspace, _ x: RowMemory, _ dy: RowMemory, into dx: RowMemory) {
    let values = workspace.values.slice(weight, outputs * inputs * 3)
    let windows = factor + 2
    let steps = windows * outWidth
    /// Whether a tap of the output row that is window `w` falls on the x row in the middle.
    func touches(_ window: Int, _ tap: Int) -> Bool { (0..<factor).contains(window - 1 + tap - 1) }
    let panels = workspace.pack(columns: inputs, steps: steps) { first, count, panel in
      panel.update(repeating: 0, count: steps * 32)
      for window in 0..<windows {
        for tap in 0..<3 where touches(window, tap) {
          for output in 0..<outputs {
            let target = panel + (window * outWidth + output) * 32
            for column in 0..<count { target[column] += values[(output * inputs + first + column) * 3 + tap] }
          }
        }
      }
    }
    workspace.forTiles(x.length) { rows, _, _ in
      workspace.kernels.product(
        dy.source(rows.lowerBound * factor - 1, stride: factor * outWidth), rows.count, panels,
        .bias(workspace.zeros.all), dx.target(rows.lowerBound))
    }
    let target = workspace.gradients.slice(weight, outputs * inputs * 3)
    workspace.weightGradient(dy.row(-1), stride: factor * outWidth, k: steps, WideRows(x), columns: inputs) {
      first, count, panel in
      for window in 0..<windows {
        for tap in 0..<3 where touches(window, tap) {
          for output in 0..<outputs {
            let source = panel + (window * outWidth + output) * 32
            for column in 0..<count { target[(output * inputs + first + column) * 3 + tap] += source[column] }
          }
        }
      }
    }
    workspace.addBiasGradient(dy, channels: outputs, at: bias)
  }
}
