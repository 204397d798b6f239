import Tensors

/// A layer of an item in training, [L, C] → [L, C]: its forward keeps what its backward needs.
protocol LearningLayer {
  /// What backward needs of forward beside x, for one sound.
  associatedtype Memory

  /// That memory for a sound of `length` positions.
  func memory(length: Int) -> Memory

  /// Sees to it that a workspace has what the layer needs to work in on `length` positions.
  func reserve(_ sizes: inout TrainingWorkspace.Sizes, length: Int)

  /// x [L, C] → y [L, C].
  func forward(_ workspace: TrainingWorkspace, _ x: RowMemory, _ memory: Memory, into y: RowMemory)

  /// From d, the gradient of y [L, C], that of x in its place; adds those of the weights.
  func backward(_ workspace: TrainingWorkspace, _ x: RowMemory, _ memory: Memory, _ d: RowMemory)
}

/// A layer with what it keeps of one sound.
protocol KeptLayer {
  /// What went in, [L, C].
  var x: RowMemory { get }

  /// x → y [L, C].
  func forward(_ workspace: TrainingWorkspace, into y: RowMemory)

  /// From d, the gradient of y [L, C], that of x in its place; adds those of the weights.
  func backward(_ workspace: TrainingWorkspace, _ d: RowMemory)
}

extension LearningLayer {
  /// The layer with its own x, and with memory of its own or that of another such layer.
  func kept(_ x: RowMemory, sharing other: (any KeptLayer)?) -> any KeptLayer {
    Kept(layer: self, x: x, memory: (other as? Kept<Self>)?.memory ?? memory(length: x.length))
  }
}

private struct Kept<Kind: LearningLayer>: KeptLayer {
  let layer: Kind
  let x: RowMemory
  let memory: Kind.Memory

  func forward(_ workspace: TrainingWorkspace, into y: RowMemory) { layer.forward(workspace, x, memory, into: y) }
  func backward(_ workspace: TrainingWorkspace, _ d: RowMemory) { layer.backward(workspace, x, memory, d) }
}
