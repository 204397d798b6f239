import Tensors

extension UNet {
  /// The U in training: a forward that keeps what backward needs, and the gradients of every weight.
  ///
  /// One sound at a time, as rows, [L, in] → [L, out]. The kernels are the fused network's, in f32, and so gradients
  /// have the same bits for every instruction set and number of threads.
  final class Learning {
    /// What it computes with; the weights there may be changed for others between passes.
    let workspace: TrainingWorkspace
    private let timeFeatures: TimeFeatures.Learning
    /// What the time features keep of the last forward; nil when no backward can follow.
    private var timeMemory: TimeFeatures.Learning.Memory?
    private let levels: [Level.Learning]
    /// What goes into the network, [L, in], and what comes out of it, [L, out].
    let input, output: RowMemory

    /// - Parameters:
    ///   - layout: where the weights and their gradients stand in `values` and `gradients`.
    ///   - length: positions of a sound; must fit the architecture.
    ///   - recomputes: keeps only what comes into each item, and computes the rest again for backward: a third more
    ///     work for less than half of the memory.
    init(
      _ description: UNetDescription, length: Int, recomputes: Bool, _ layout: ParameterLayout, _ engine: Engine,
      values: FloatBuffer, gradients: FloatBuffer
    ) throws {
      let unet = UNet(description)
      var (conditioning, sizes, rows) = (ConditioningLayout(), TrainingWorkspace.Sizes(engine), length)
      levels = try unet.levels.map { level in
        defer { rows /= level.sizes.factor }
        return try Level.Learning(
          level, length: rows, recomputes: recomputes, layout, &conditioning, &sizes)
      }
      timeFeatures = try TimeFeatures.Learning(unet.timeFeatures, layout, conditioning)
      sizes.conditioning = conditioning.width
      workspace = TrainingWorkspace(engine, values: values, gradients: gradients, sizes)
      input = levels.first?.input ?? RowMemory(length: length, width: padded(description.inChannels))
      output = RowMemory(length: length, width: padded(description.outChannels))
    }

    /// `input` at a sigma → `output`, keeping what `backward` needs.
    func forward(sigma: Float) {
      timeMemory = timeFeatures.forward(workspace, sigma: sigma)
      for (index, level) in levels.enumerated() {
        level.down(workspace, into: index + 1 < levels.count ? levels[index + 1].input : level.firstUp)
      }
      for (index, level) in levels.enumerated().reversed() {
        level.up(workspace, into: index == 0 ? output : levels[index - 1].firstUp)
      }
    }

    /// Lets no `backward` follow the last `forward`.
    func forgetPass() { timeMemory = nil }

    /// Zeros to write the gradient of `output` into.
    func clearedGradient() -> RowMemory {
      let gradient = workspace.rows(3, like: output)
      gradient.rows.update(repeating: 0, count: output.length * output.width)
      return gradient
    }

    /// From d, the gradient of `output`, in the rows that `clearedGradient` gave for it, adds those of all weights;
    /// gives that of `input` where it is wanted. Throws unless there was a `forward`.
    /// - Parameter stageIsDone: told of all stages but the last, see `TrainableNetwork.gradientStages`.
    func backward(
      _ d: RowMemory, toInput: Bool, stageIsDone: (Int) throws -> Void = { _ in }
    ) throws -> RowMemory? {
      guard let timeMemory else {
        throw NetworkError.wrongInput(expected: "a forward before the backward", found: [])
      }
      workspace.conditioningGradients.all.update(repeating: 0, count: workspace.conditioningGradients.count)
      var around: [RowMemory] = []
      var current = d
      for (index, level) in levels.enumerated() {
        let both = level.upBackward(workspace, current)
        around.append(both.around)
        current = both.inner
        try stageIsDone(index)
      }
      for (index, level) in levels.enumerated().reversed() {
        current = level.downBackward(workspace, current, around: around[index], isWanted: index > 0 || toInput)
        try stageIsDone(2 * levels.count - 1 - index)
      }
      timeFeatures.backward(workspace, timeMemory)
      return toInput ? current : nil
    }
  }
}
