import CKernels
import Tensors

extension LayerNorm {
  /// The norm in training: x [L, C] → y [L, C].
  struct Learning {
    private let weight, bias, channels: Int

    init(_ layer: LayerNorm, _ layout: ParameterLayout) throws {
      (weight, bias) = try (layout.offset(of: layer.weight), layout.offset(of: layer.bias))
      channels = layer.channels
    }

    func reserve(_ sizes: inout TrainingWorkspace.Sizes, length: Int) {
      sizes.takeSums(length: length, count: 2 * padded(channels))
    }

    func forward(_ workspace: TrainingWorkspace, _ x: RowMemory, into y: RowMemory) {
      let scale = workspace.vector(weight, count: channels)
      let shift = workspace.vector(bias, count: channels)
      workspace.normalise(
        x, channels: channels, epsilon: epsilon, CAffine(scale: scale.all, shift: shift.all), into: y)
    }

    /// dx [L, C] from dy [L, C], plus the residual, and the gradients of weight and bias.
    func backward(
      _ workspace: TrainingWorkspace, _ x: RowMemory, _ dy: RowMemory, residual: RowMemory, into dx: RowMemory
    ) {
      let scale = workspace.vector(weight, count: channels)
      let sums = workspace.normaliseBackward(
        x, dy, channels: channels, epsilon: epsilon, scale: scale.all, residual: residual, into: dx)
      workspace.addGradient(sums.scale, at: weight)
      workspace.addGradient(sums.shift, at: bias)
    }
  }
}

extension TrainingWorkspace {
  /// y = LayerNorm(x)·scale + shift over the channels of each row: [L, C] → [L, C].
  func normalise(_ x: RowMemory, channels: Int, epsilon: Float, _ affine: CAffine, into y: RowMemory) {
    forTiles(x.length) { rows, _, _ in
      training.modulate(
        x.row(rows.lowerBound), CExtent(rows: rows.count, width: x.width, channels: channels), epsilon, affine,
        y.row(rows.lowerBound))
    }
  }

  /// From dy [L, C] that of x, plus the residual, into dx; gives the gradients of scale and shift, [C] each.
  func normaliseBackward(
    _ x: RowMemory, _ dy: RowMemory, channels: Int, epsilon: Float, scale: UnsafePointer<Float>, residual: RowMemory?,
    into dx: RowMemory
  ) -> (scale: ArraySlice<Double>, shift: ArraySlice<Double>) {
    let width = x.width
    forTiles(x.length) { rows, tile, _ in
      training.layerNormBackward(
        x.row(rows.lowerBound), dy.row(rows.lowerBound), CExtent(rows: rows.count, width: width, channels: channels),
        epsilon, scale, residual?.row(rows.lowerBound), dx.row(rows.lowerBound),
        sums.slice(tile * 2 * width, 2 * width))
    }
    let gradients = merged(2 * width, tiles: Self.tiles(x.length))
    return (gradients[..<channels], gradients[width..<(width + channels)])
  }
}
