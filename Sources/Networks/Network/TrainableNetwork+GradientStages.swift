import Tensors

extension TrainableNetwork {
  /// What the backward pass is done with at the same time, in its order: the ways up from the outermost level in, the
  /// ways down from the innermost out, and then what is left, the Linears of the time features among it. Each stage is
  /// the ranges of its tensors in `gradients`; stages may be empty.
  public var gradientStages: [[Range<Int>]] {
    let levels = UNet(architecture.unet).levels
    // Linears that take the time features have their gradients at the end.
    let late = Set(levels.flatMap { $0.conditioned }.map(\.name))
    var left = layout.entries.filter(\.parameter.isLearnt)
    func taken(_ parameters: [Parameter]) -> [Range<Int>] {
      let names = Set(parameters.map(\.name).filter { !late.contains($0) }.map { architecture.unetPrefix + $0 })
      defer { left.removeAll { names.contains($0.name) } }
      return left.filter { names.contains($0.name) }.map { $0.offset..<($0.offset + $0.count) }
    }
    let up = levels.map { taken($0.itemsUp.flatMap(\.parameters) + $0.upsampling.parameters) }
    let down = levels.reversed().map { level in
      taken(
        (level.skip.adapter?.parameters ?? []) + level.downsampling.parameters
          + level.itemsDown.flatMap(\.parameters))
    }
    return up + down + [left.map { $0.offset..<($0.offset + $0.count) }]
  }
}

extension Level {
  /// The parameters that the time features go through.
  fileprivate var conditioned: [Parameter] {
    skip.toScale.parameters
      + (itemsDown + itemsUp).flatMap(\.layers).compactMap { $0 as? Modulation }.flatMap(\.toScaleShift.parameters)
  }
}
