import CKernels
import Tensors

/// What the time features make of one sound's sigma: scales and shifts of items and scales of skips, with their gradients.
struct ConditioningMemory {
  /// [width] each, in the order in which the layers took their places.
  let values, gradients: FloatBuffer
}

/// The modulation of an item, in training: `Modulation` has the equations.
struct TrainableModulation {
  /// Where scale, not yet increased by 1, and shift stand among the conditioning's values.
  let scalePlace, shiftPlace: Int
  private let channels, width: Int

  /// Takes the weight's two halves among the conditioning's outputs.
  init(_ layer: Modulation, _ conditioning: inout ConditioningLayout) throws {
    channels = layer.channels
    width = padded(channels)
    scalePlace = try conditioning.add(layer.toScaleShift, rows: layer.scaleRows)
    shiftPlace = try conditioning.add(layer.toScaleShift, rows: layer.shiftRows)
  }

  private func increasedScale(_ conditioning: ConditioningMemory) -> FloatBuffer {
    let scale = FloatBuffer(width)
    for channel in 0..<channels { scale.all[channel] = conditioning.values.all[scalePlace + channel] + 1 }
    return scale
  }

  /// LayerNorm(x)·(1 + scale) + shift: [L, C] → [L, C].
  func forward(_ workspace: TrainingWorkspace, _ x: RowMemory, _ conditioning: ConditioningMemory, into y: RowMemory) {
    let scale = increasedScale(conditioning)
    let shift = conditioning.values.slice(shiftPlace, width)
    workspace.forTiles(x.length) { rows, _, _ in
      workspace.training.modulate(
        x.row(rows.lowerBound), CExtent(rows: rows.count, width: width, channels: channels), Modulation.epsilon,
        CAffine(scale: scale.all, shift: shift), y.row(rows.lowerBound))
    }
  }

  /// From dy [L, C] the gradient of x into dx, and those of scale and shift.
  func backward(
    _ workspace: TrainingWorkspace, _ x: RowMemory, _ conditioning: ConditioningMemory, _ dy: RowMemory,
    into dx: RowMemory
  ) {
    let scale = increasedScale(conditioning)
    workspace.forTiles(x.length) { rows, tile, _ in
      workspace.training.layerNormBackward(
        x.row(rows.lowerBound), dy.row(rows.lowerBound),
        CExtent(rows: rows.count, width: width, channels: channels), Modulation.epsilon, scale.all, nil,
        dx.row(rows.lowerBound), workspace.sums.slice(tile * 2 * width, 2 * width))
    }
    let sums = workspace.merged(2 * width, tiles: workspace.tiles(x.length))
    for channel in 0..<channels {
      conditioning.gradients.all[scalePlace + channel] = Float(sums[channel])
      conditioning.gradients.all[shiftPlace + channel] = Float(sums[width + channel])
    }
  }
}
