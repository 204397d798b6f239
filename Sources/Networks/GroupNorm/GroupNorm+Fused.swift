import CKernels
import Tensors

extension GroupNorm {
  /// Weight and bias; the norm itself, and its SiLU, are applied as the convolution behind it loads its rows.
  struct Fused: Sendable {
    private let weight, bias: FloatBuffer
    private let channels, groups: Int

    /// Reads the weights; throws when they don't fit.
    init(_ layer: GroupNorm, _ weights: WeightSource) throws {
      (channels, groups) = (layer.channels, layer.groups)
      weight = FloatBuffer(try weights.values(of: layer.weight), count: padded(channels))
      bias = FloatBuffer(try weights.values(of: layer.bias), count: padded(channels))
    }

    /// The norm as kernels take it.
    var operand: CGroupNorm {
      CGroupNorm(
        weight: weight.all, bias: bias.all, channels: channels, groups: groups, epsilon: Float(GroupNorm.epsilon))
    }
  }
}

extension Pass {
  /// Turns the moments of tiles of `tileRows` rows into the norm's factor and addend per channel.
  func prepare(_ norm: GroupNorm.Fused, _ memory: Memory, _ tileRows: Int) {
    let tiles = (memory.length + tileRows - 1) / tileRows
    let width = memory.width
    memory.sums.all.withMemoryRebound(to: Double.self, capacity: 2 * width) { sums in
      for sound in 0..<workspace.batch {
        kernels.groupNorm(
          CMoments(
            values: memory.moments.all + sound * tiles * 2 * width, tiles: tiles, tileRows: tileRows,
            lastRows: memory.length - (tiles - 1) * tileRows, width: width),
          norm.operand, sums, memory.scale.all + sound * width, memory.shift.all + sound * width)
      }
    }
  }
}
