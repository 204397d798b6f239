import CKernels
import Tensors

/// A norm's statistics of one sound: per channel, x̂ = x·factor + addend, and n = x·scale + shift with weight and bias.
struct NormStatistics {
  let factor, addend, scale, shift: FloatBuffer

  /// x̂ and n of x, as kernels take them.
  var norm: CAffine { CAffine(scale: factor.all, shift: addend.all) }
  var affine: CAffine { CAffine(scale: scale.all, shift: shift.all) }

  init(width: Int) {
    (factor, addend, scale, shift) =
      (FloatBuffer(width), FloatBuffer(width), FloatBuffer(width), FloatBuffer(width))
  }
}

/// A GroupNorm with SiLU and the convolution behind it, in training: `GroupNorm` and `Convolution` have the equations.
struct TrainableNormConvolution {
  private let weight, bias, taps, tapsBias: Int
  private let channels, width, groups: Int
  /// Ones and zeros, and weight and bias brought up to the width.
  private let ones, none, paddedWeight, paddedBias: FloatBuffer

  init(_ layer: ResNet.Half, _ layout: ParameterLayout) throws {
    weight = try layout.offset(layer.norm.weight)
    bias = try layout.offset(layer.norm.bias)
    taps = try layout.offset(layer.convolution.weight)
    tapsBias = try layout.offset(layer.convolution.bias)
    (channels, groups) = (layer.norm.channels, layer.norm.groups)
    width = padded(channels)
    ones = FloatBuffer([Float](repeating: 1, count: channels), count: width)
    none = FloatBuffer(width)
    paddedWeight = FloatBuffer(width)
    paddedBias = FloatBuffer(width + 32)
  }

  /// Floats that a tile needs beside: the input's rows, and `convolve`'s own.
  static func scratch(width: Int) -> Int {
    let rows = TrainingWorkspace.tileRows + 8
    return rows * width + 2 * (rows + 4) * (width + 32)
  }

  private func floats(_ buffer: FloatBuffer, _ offset: Int, in workspace: TrainingWorkspace) -> UnsafeMutablePointer<
    Float
  > {
    buffer.all.update(from: workspace.values.slice(offset, channels), count: channels)
    return buffer.all
  }

  private func packConvolution(_ workspace: TrainingWorkspace, isGradient: Bool) -> CPanels {
    let filters = CFilters(
      weights: workspace.values.slice(taps, channels * channels * 3), outputs: channels, inputs: channels)
    let points = workspace.pack(columns: channels, steps: workspace.kernels.convolutionPoints * width) {
      first, count, panel in
      workspace.training.packConvolution(filters, first, count, isGradient ? 1 : 0, width, panel)
    }
    return CPanels(values: points.values, steps: width, columns: width)
  }

  /// The moments of x's tiles as the norm's statistics.
  private func prepare(_ workspace: TrainingWorkspace, _ x: RowMemory, _ statistics: NormStatistics) {
    let kernels = workspace.kernels
    workspace.forTiles(x.length) { rows, tile, _ in
      kernels.moments(x.row(rows.lowerBound), width, rows.count, workspace.sums.slice(tile * 2 * width, 2 * width))
    }
    let tiles = workspace.tiles(x.length)
    let moments = CMoments(
      values: workspace.sums.all, tiles: tiles, tileRows: TrainingWorkspace.tileRows,
      lastRows: x.length - (tiles - 1) * TrainingWorkspace.tileRows, width: width)
    let scratch = FloatBuffer(4 * width)
    scratch.all.withMemoryRebound(to: Double.self, capacity: 2 * width) { scratch in
      for (weight, bias, scale, shift) in [
        (ones.all, none.all, statistics.factor, statistics.addend),
        (
          floats(paddedWeight, weight, in: workspace), floats(paddedBias, bias, in: workspace), statistics.scale,
          statistics.shift
        ),
      ] {
        kernels.groupNorm(
          moments,
          CGroupNorm(
            weight: weight, bias: bias, channels: channels, groups: groups, epsilon: Float(GroupNorm.epsilon)),
          scratch, scale.all, shift.all)
      }
    }
  }

  /// Conv3(SiLU(GroupNorm(x))): [L, C] → [L, C], plus `residual` if given.
  func forward(
    _ workspace: TrainingWorkspace, _ x: RowMemory, residual: RowMemory? = nil, into y: RowMemory,
    _ statistics: NormStatistics
  ) {
    prepare(workspace, x, statistics)
    let kernels = workspace.kernels
    let panels = packConvolution(workspace, isGradient: false)
    let start = floats(paddedBias, tapsBias, in: workspace)
    workspace.forTiles(x.length) { rows, _, scratch in
      let count = padded(rows.count, to: kernels.convolutionRows) + 2
      kernels.normaliseSilu(
        x.rows, width, x.length, rows.lowerBound - 1, count, statistics.affine, scratch)
      kernels.convolve(scratch, rows.count, panels, start, scratch + count * width, y.target(rows.lowerBound))
      if let residual {
        kernels.addScaled(y.row(rows.lowerBound), residual.row(rows.lowerBound), width, rows.count, nil)
      }
    }
  }

  /// From dy [L, C] the gradient of x into dx, plus `residual` if given, and those of the weights.
  /// - Parameter activated: memory for SiLU(GroupNorm(x)).
  func backward(
    _ workspace: TrainingWorkspace, _ x: RowMemory, _ statistics: NormStatistics, _ dy: RowMemory,
    residual: RowMemory? = nil,
    activated: RowMemory, into dx: RowMemory
  ) {
    let (kernels, training) = (workspace.kernels, workspace.training)
    let panels = packConvolution(workspace, isGradient: true)
    let (weight, bias) = (floats(paddedWeight, weight, in: workspace), floats(paddedBias, bias, in: workspace))
    workspace.forTiles(x.length) { rows, tile, scratch in
      kernels.normaliseSilu(
        x.rows, width, x.length, rows.lowerBound, rows.count, statistics.affine, activated.row(rows.lowerBound))
      kernels.convolve(
        dy.row(rows.lowerBound - 1), rows.count, panels, workspace.zeros.all, scratch, dx.target(rows.lowerBound))
      training.siluNormBackward(
        x.row(rows.lowerBound), dx.row(rows.lowerBound), width, rows.count, statistics.norm,
        CAffine(scale: weight, shift: bias), workspace.sums.slice(tile * 2 * width, 2 * width))
    }
    let sums = workspace.merged(2 * width, tiles: workspace.tiles(x.length))
    let affine = affine(sums, workspace, statistics, length: x.length)
    workspace.addGradient(sums[width..<(width + channels)], at: self.weight)
    workspace.addGradient(sums[..<channels], at: self.bias)
    workspace.forTiles(x.length) { rows, _, _ in
      training.affineBackward(
        x.row(rows.lowerBound), dx.row(rows.lowerBound), width, rows.count, affine.all, affine.all + width,
        affine.all + 2 * width, residual?.row(rows.lowerBound))
    }
    addTapsGradient(workspace, dy, activated)
    workspace.addBiasGradient(dy, channels: channels, at: tapsBias)
  }

  /// dx = d·p + x·q + r: the norm's gradient, rstd·(w·d − mean(w·d) − x̂·mean(w·d·x̂)) over each group.
  private func affine(
    _ sums: [Double], _ workspace: TrainingWorkspace, _ statistics: NormStatistics, length: Int
  ) -> FloatBuffer {
    let result = FloatBuffer(3 * width)
    let members = channels / groups
    let weights = workspace.values.slice(weight, channels)
    for first in stride(from: 0, to: channels, by: members) {
      var (plain, times) = (0.0, 0.0)
      for channel in first..<(first + members) {
        plain += Double(weights[channel]) * sums[channel]
        times += Double(weights[channel]) * sums[width + channel]
      }
      plain /= Double(length * members)
      times /= Double(length * members)
      for channel in first..<(first + members) {
        let (factor, addend) = (Double(statistics.factor.all[channel]), Double(statistics.addend.all[channel]))
        result.all[channel] = Float(factor * Double(weights[channel]))
        result.all[width + channel] = Float(-factor * times * factor)
        result.all[2 * width + channel] = Float(-factor * (plain + times * addend))
      }
    }
    return result
  }

  /// dW[o, i, t] = the sum over rows of dy[row, o]·a[row + t − 1, i], as windows of three rows of dy over rows of a.
  private func addTapsGradient(_ workspace: TrainingWorkspace, _ dy: RowMemory, _ a: RowMemory) {
    let (channels, width) = (channels, width)
    let target = workspace.gradients.slice(taps, channels * channels * 3)
    workspace.weightGradient(dy.row(-1), stride: width, k: 3 * width, WideRows(a), columns: channels) {
      first, count, panel in
      for window in 0..<3 {
        for output in 0..<channels {
          let source = panel + (window * width + output) * 32
          let place = target + (output * channels + first) * 3 + 2 - window
          for column in 0..<count { place[column * 3] += source[column] }
        }
      }
    }
  }
}
