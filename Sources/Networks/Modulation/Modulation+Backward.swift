import CKernels
import Tensors

extension Modulation {
  /// The modulation in training: x [L, C] → y [L, C], with scale and shift among the conditioning's values.
  struct Learning: LearningLayer {
    private let channels: Int
    /// Where scale, not yet increased by 1, and shift stand.
    private let scalePlace, shiftPlace: Int

    init(_ layer: Modulation, _ layout: ParameterLayout, _ conditioning: inout ConditioningLayout) throws {
      channels = layer.channels
      scalePlace = try conditioning.add(layer.toScaleShift, rows: layer.scaleRows, layout)
      shiftPlace = try conditioning.add(layer.toScaleShift, rows: layer.shiftRows, layout)
    }

    /// It keeps x alone.
    func memory(length: Int) {}

    func reserve(_ sizes: inout TrainingWorkspace.Sizes, length: Int) {
      sizes.takeSums(length: length, count: 2 * padded(channels))
    }

    private func increasedScale(_ workspace: TrainingWorkspace) -> FloatBuffer {
      let scale = FloatBuffer(padded(channels))
      for channel in 0..<channels { scale.all[channel] = workspace.conditioning.all[scalePlace + channel] + 1 }
      return scale
    }

    func forward(_ workspace: TrainingWorkspace, _ x: RowMemory, _ memory: Void, into y: RowMemory) {
      let scale = increasedScale(workspace)
      let shift = workspace.conditioning.slice(shiftPlace, x.width)
      workspace.normalise(x, channels: channels, epsilon: epsilon, CAffine(scale: scale.all, shift: shift), into: y)
    }

    /// Of scale and shift the gradients too.
    func backward(_ workspace: TrainingWorkspace, _ x: RowMemory, _ memory: Void, _ d: RowMemory) {
      let scale = increasedScale(workspace)
      let sums = workspace.normaliseBackward(
        x, d, channels: channels, epsilon: epsilon, scale: scale.all, residual: nil, into: d)
      for (place, sums) in [(scalePlace, sums.scale), (shiftPlace, sums.shift)] {
        for (channel, sum) in sums.enumerated() { workspace.conditioningGradients.all[place + channel] = Float(sum) }
      }
    }
  }

  func learning(
    _ layout: ParameterLayout, _ conditioning: inout ConditioningLayout
  ) throws -> any LearningLayer {
    try Learning(self, layout, &conditioning)
  }
}
