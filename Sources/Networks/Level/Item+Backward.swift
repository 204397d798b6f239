import Tensors

extension Item {
  /// The layers in training.
  struct Learning {
    private let layers: [any LearningLayer]
    private let width: Int

    init(_ item: Item, channels: Int, _ layout: ParameterLayout, _ conditioning: inout ConditioningLayout) throws {
      layers = try item.layers.map { try $0.learning(layout, &conditioning) }
      width = padded(channels)
    }

    func reserve(_ sizes: inout TrainingWorkspace.Sizes, length: Int) {
      for layer in layers { layer.reserve(&sizes, length: length) }
    }

    /// The layers with what they keep of one sound of `length` positions.
    /// - Parameter other: an item whose memory, but for what comes in, this one takes too: what lies in it must then be
    ///   computed again before backward.
    func kept(length: Int, sharing other: Kept? = nil) -> Kept {
      var kept: [any KeptLayer] = []
      for (index, layer) in layers.enumerated() {
        let shared = other.map { $0.layers[index] }
        let x = index == 0 ? nil : shared?.x
        kept.append(layer.kept(x ?? RowMemory(length: length, width: width), sharing: shared))
      }
      return Kept(x: kept.first?.x ?? RowMemory(length: length, width: width), layers: kept)
    }
  }

  /// An item with what it keeps of one sound.
  struct Kept {
    /// What comes in, [L, C].
    let x: RowMemory
    fileprivate let layers: [any KeptLayer]

    /// x → y [L, C].
    func forward(_ workspace: TrainingWorkspace, into y: RowMemory) {
      for (index, layer) in layers.enumerated() {
        layer.forward(workspace, into: index + 1 < layers.count ? layers[index + 1].x : y)
      }
    }

    /// From d, the gradient of y [L, C], that of x in its place; adds those of the weights.
    func backward(_ workspace: TrainingWorkspace, _ d: RowMemory) {
      for layer in layers.reversed() { layer.backward(workspace, d) }
    }
  }
}
