import Tensors

/// A norm's statistics of one sound: per channel, x̂ = x·factor + addend, and n = x·scale + shift with weight and bias.
struct NormStatistics {
  let factor, addend, scale, shift: FloatBuffer

  init(width: Int) {
    (factor, addend, scale, shift) =
      (FloatBuffer(width), FloatBuffer(width), FloatBuffer(width), FloatBuffer(width))
  }
}

/// A GroupNorm with SiLU and the convolution behind it, in training: `GroupNormSiLU` and `Convolution` have the equations.
struct TrainableNormConvolution {
  private let weight, bias, taps, tapsBias: Int
  private let channels, width, groups: Int
  /// Ones and zeros, and weight and bias brought up to the width.
  private let ones, none, paddedWeight, paddedBias: FloatBuffer

  /// - Parameter name: what the names of the norm, `0.`, and the convolution, `2.`, begin with.
  init(_ name: String, _ layout: ParameterLayout, channels: Int, groups: Int) throws {
    weight = try layout.offset(name + "0.weight")
    bias = try layout.offset(name + "0.bias")
    taps = try layout.offset(name + "2.weight")
    tapsBias = try layout.offset(name + "2.bias")
    self.channels = channels
    self.groups = groups
    width = padded(channels)
    ones = FloatBuffer([Float](repeating: 1, count: channels), count: width)
    none = FloatBuffer(width)
    paddedWeight = FloatBuffer(width)
    paddedBias = FloatBuffer(width + 32)
  }

  /// Floats that a tile needs beside: the input's rows, and `convolve`'s own.
  static func scratch(width: Int) -> Int {
    let rows = TrainingMachine.tileRows + 8
    return rows * width + 2 * (rows + 4) * (width + 32)
  }

  private func floats(_ buffer: FloatBuffer, _ offset: Int, in machine: TrainingMachine) -> UnsafeMutablePointer<Float>
  {
    buffer.all.update(from: machine.values.slice(offset, channels), count: channels)
    return buffer.all
  }

  private func packConvolution(_ machine: TrainingMachine, isGradient: Bool) -> UnsafeMutablePointer<Float> {
    let kernels = machine.kernels
    let values = machine.values.slice(taps, channels * channels * 3)
    return machine.pack(columns: channels, panelSize: kernels.convolutionPoints * width * 32) { first, count, panel in
      kernels.packConvolution?(values, channels, channels, first, count, isGradient ? 1 : 0, width, panel)
    }
  }

  /// The moments of x's tiles as the norm's statistics.
  private func prepare(_ machine: TrainingMachine, _ x: RowMemory, _ statistics: NormStatistics) {
    let kernels = machine.kernels
    machine.forTiles(x.length) { rows, tile, _ in
      kernels.moments(x.row(rows.lowerBound), width, rows.count, machine.sums.slice(tile * 2 * width, 2 * width))
    }
    let tiles = machine.tiles(x.length)
    let room = FloatBuffer(4 * width)
    room.all.withMemoryRebound(to: Double.self, capacity: 2 * width) { room in
      for (weight, bias, scale, shift) in [
        (ones.all, none.all, statistics.factor, statistics.addend),
        (
          floats(paddedWeight, weight, in: machine), floats(paddedBias, bias, in: machine), statistics.scale,
          statistics.shift
        ),
      ] {
        kernels.groupNorm(
          machine.sums.all, tiles, TrainingMachine.tileRows, x.length - (tiles - 1) * TrainingMachine.tileRows, width,
          channels, groups, FusedGroupNorm.epsilon, weight, bias, room, scale.all, shift.all)
      }
    }
  }

  /// Conv3(SiLU(GroupNorm(x))): [L, C] → [L, C], plus `also` if given.
  func forward(
    _ machine: TrainingMachine, _ x: RowMemory, also: RowMemory? = nil, into y: RowMemory, _ statistics: NormStatistics
  ) {
    prepare(machine, x, statistics)
    let kernels = machine.kernels
    let panels = packConvolution(machine, isGradient: false)
    let start = floats(paddedBias, tapsBias, in: machine)
    machine.forTiles(x.length) { rows, _, scratch in
      let count = padded(rows.count, to: kernels.convolutionRows) + 2
      kernels.normaliseSilu(
        x.rows, width, x.length, rows.lowerBound - 1, count, statistics.scale.all, statistics.shift.all, scratch)
      let output = y.row(rows.lowerBound)
      kernels.convolve(scratch, width, rows.count, panels, width, start, scratch + count * width, output, width)
      if let also { kernels.addScaled(output, also.row(rows.lowerBound), width, rows.count, nil) }
    }
  }

  /// From dy [L, C] the gradient of x into dx, plus `also` if given, and those of the weights.
  /// - Parameter activated: memory for SiLU(GroupNorm(x)).
  func backward(
    _ machine: TrainingMachine, _ x: RowMemory, _ statistics: NormStatistics, _ dy: RowMemory, also: RowMemory? = nil,
    activated: RowMemory, into dx: RowMemory
  ) {
    let kernels = machine.kernels
    let panels = packConvolution(machine, isGradient: true)
    let (weight, bias) = (floats(paddedWeight, weight, in: machine), floats(paddedBias, bias, in: machine))
    machine.forTiles(x.length) { rows, tile, scratch in
      kernels.normaliseSilu(
        x.rows, width, x.length, rows.lowerBound, rows.count, statistics.scale.all, statistics.shift.all,
        activated.row(rows.lowerBound))
      let d = dx.row(rows.lowerBound)
      kernels.convolve(
        dy.row(rows.lowerBound - 1), width, rows.count, panels, width, machine.zeros.all, scratch, d, width)
      kernels.siluNormBackward?(
        x.row(rows.lowerBound), d, width, rows.count, statistics.factor.all, statistics.addend.all, weight, bias,
        machine.sums.slice(tile * 2 * width, 2 * width))
    }
    let sums = machine.merged(2 * width, tiles: machine.tiles(x.length))
    let affine = affine(sums, machine, statistics, length: x.length)
    machine.addGradient(sums[width..<(width + channels)], at: self.weight)
    machine.addGradient(sums[..<channels], at: self.bias)
    machine.forTiles(x.length) { rows, _, _ in
      kernels.affineBackward?(
        x.row(rows.lowerBound), dx.row(rows.lowerBound), width, rows.count, affine.all, affine.all + width,
        affine.all + 2 * width, also?.row(rows.lowerBound))
    }
    addTapsGradient(machine, dy, activated)
    machine.addBiasGradient(dy, channels: channels, at: tapsBias)
  }

  /// dx = d·p + x·q + r: the norm's gradient, rstd·(w·d − mean(w·d) − x̂·mean(w·d·x̂)) over each group.
  private func affine(
    _ sums: [Double], _ machine: TrainingMachine, _ statistics: NormStatistics, length: Int
  ) -> FloatBuffer {
    let result = FloatBuffer(3 * width)
    let members = channels / groups
    let weights = machine.values.slice(weight, channels)
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
  private func addTapsGradient(_ machine: TrainingMachine, _ dy: RowMemory, _ a: RowMemory) {
    let (channels, width) = (channels, width)
    let target = machine.gradients.slice(taps, channels * channels * 3)
    machine.weightGradient(dy.row(-1), stride: width, k: 3 * width, WideRows(a), columns: channels) {
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
