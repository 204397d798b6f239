import CKernels
import Tensors

extension GroupNorm {
  /// A norm's statistics of one sound: per channel, x̂ = x·factor + addend, and y = x·scale + shift with weight and
  /// bias.
  struct Statistics {
    fileprivate let factor, addend, scale, shift: FloatBuffer

    init(width: Int) {
      (factor, addend, scale, shift) = (
        FloatBuffer(width), FloatBuffer(width), FloatBuffer(width), FloatBuffer(width)
      )
    }

    /// x̂ and y of x, as kernels take them.
    var norm: CAffine { CAffine(scale: factor.all, shift: addend.all) }
    var affine: CAffine { CAffine(scale: scale.all, shift: shift.all) }
  }

  /// The norm in training: what the layer that applies it to x [L, C] needs of it, forward and backward.
  struct Learning {
    private let weight, bias: Int
    private let channels, width, groups: Int
    /// Ones and zeros, and weight and bias brought up to the width.
    private let ones, none, paddedWeight, paddedBias: FloatBuffer

    init(_ layer: GroupNorm, _ layout: ParameterLayout) throws {
      (weight, bias) = try (layout.offset(of: layer.weight), layout.offset(of: layer.bias))
      (channels, groups, width) = (layer.channels, layer.groups, padded(layer.channels))
      ones = FloatBuffer([Float](repeating: 1, count: channels), count: width)
      (none, paddedWeight, paddedBias) = (FloatBuffer(width), FloatBuffer(width), FloatBuffer(width))
    }

    func reserve(_ sizes: inout TrainingWorkspace.Sizes, length: Int) {
      sizes.takeSums(length: length, count: 2 * width)
    }

    /// Weight and bias as they are now.
    func affine(_ workspace: TrainingWorkspace) -> CAffine {
      paddedWeight.all.update(from: workspace.values.slice(weight, channels), count: channels)
      paddedBias.all.update(from: workspace.values.slice(bias, channels), count: channels)
      return CAffine(scale: paddedWeight.all, shift: paddedBias.all)
    }

    /// The statistics of x, from the moments of its tiles.
    func prepare(_ workspace: TrainingWorkspace, _ x: RowMemory, _ statistics: Statistics) {
      let kernels = workspace.kernels
      workspace.forTiles(x.length) { rows, tile, _ in
        kernels.moments(x.row(rows.lowerBound), width, rows.count, workspace.sums.slice(tile * 2 * width, 2 * width))
      }
      let tiles = TrainingWorkspace.tiles(x.length)
      let moments = CMoments(
        values: workspace.sums.all, tiles: tiles, tileRows: TrainingWorkspace.tileRows,
        lastRows: x.length - (tiles - 1) * TrainingWorkspace.tileRows, width: width)
      let affine = affine(workspace)
      let scratch = FloatBuffer(4 * width)
      scratch.all.withMemoryRebound(to: Double.self, capacity: 2 * width) { scratch in
        func merge(
          _ weight: UnsafePointer<Float>, _ bias: UnsafePointer<Float>, into: FloatBuffer, _ shift: FloatBuffer
        ) {
          kernels.groupNorm(
            moments,
            CGroupNorm(weight: weight, bias: bias, channels: channels, groups: groups, epsilon: Float(epsilon)),
            scratch, into.all, shift.all)
        }
        merge(ones.all, none.all, into: statistics.factor, statistics.addend)
        merge(affine.scale, affine.shift, into: statistics.scale, statistics.shift)
      }
    }

    /// From the sums over rows of d, y's gradient, and of d·x̂, [2, width], the gradients of weight and bias; gives p,
    /// q and r [3, width] of dx = d·p + x·q + r, which is factor·(w·d − mean(w·d) − x̂·mean(w·d·x̂)) over each group.
    func backward(
      _ workspace: TrainingWorkspace, _ sums: [Double], _ statistics: Statistics, length: Int
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
      workspace.addGradient(sums[width..<(width + channels)], at: weight)
      workspace.addGradient(sums[..<channels], at: bias)
      return result
    }
  }
}
