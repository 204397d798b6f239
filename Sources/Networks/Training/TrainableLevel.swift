import Tensors

/// One item of a level, in training: ResNet block, modulation, and attentions.
struct TrainableItem {
  let first, second: TrainableNormConvolution
  let modulation: TrainableModulation
  let attentions: [TrainableAttention]

  init(_ item: Item, _ layout: ParameterLayout, _ conditioning: inout ConditioningLayout) throws {
    guard let resnet = item.layers.first as? ResNet, let modulation = item.layers.dropFirst().first as? Modulation
    else {
      throw NetworkError.wrongInput(expected: "an item of a ResNet block and a modulation", found: [])
    }
    first = try TrainableNormConvolution(resnet.first, layout)
    second = try TrainableNormConvolution(resnet.second, layout)
    self.modulation = try TrainableModulation(modulation, &conditioning)
    attentions = try item.layers.compactMap { $0 as? Attention }.map { try TrainableAttention($0, layout) }
  }
}

/// What an item's backward needs of its forward, for one sound.
struct ItemMemory {
  /// What comes in, what lies between the convolutions, what goes into the modulation, [L, C] each.
  let x, hidden, block: RowMemory
  let firstStatistics, secondStatistics: NormStatistics
  /// What goes into each attention, and what it keeps.
  let attentionInputs: [RowMemory]
  let attentions: [AttentionMemory]

  /// - Parameter other: an item's memory whose parts, but for what comes in, this one takes too: what lies in them must
  ///   then be computed again before backward.
  init(_ item: TrainableItem, length: Int, width: Int, sharing other: ItemMemory? = nil) {
    x = RowMemory(length: length, width: width)
    if let other {
      (hidden, block) = (other.hidden, other.block)
      (firstStatistics, secondStatistics) = (other.firstStatistics, other.secondStatistics)
      (attentionInputs, attentions) = (other.attentionInputs, other.attentions)
      return
    }
    hidden = RowMemory(length: length, width: width)
    block = RowMemory(length: length, width: width)
    firstStatistics = NormStatistics(width: width)
    secondStatistics = NormStatistics(width: width)
    attentionInputs = item.attentions.map { _ in RowMemory(length: length, width: width) }
    attentions = item.attentions.map { AttentionMemory(length: length, width: $0.innerWidth) }
  }
}

/// Memory that all layers of a network work in, one after another; as large as the largest needs.
struct SharedMemory {
  /// [L, C] of any level.
  let outer: [FloatBuffer]
  /// [L, heads·features] of any level with attention.
  let inner: [FloatBuffer]

  func rows(_ index: Int, length: Int, width: Int) -> RowMemory {
    RowMemory(outer[index], length: length, width: width)
  }
}

extension TrainableItem {
  /// memory.x [L, C] → y [L, C].
  func forward(
    _ workspace: TrainingWorkspace, _ memory: ItemMemory, _ conditioning: ConditioningMemory, _ shared: SharedMemory,
    into y: RowMemory
  ) {
    first.forward(workspace, memory.x, into: memory.hidden, memory.firstStatistics)
    second.forward(workspace, memory.hidden, residual: memory.x, into: memory.block, memory.secondStatistics)
    modulation.forward(workspace, memory.block, conditioning, into: memory.attentionInputs.first ?? y)
    for (index, attention) in attentions.enumerated() {
      let input = memory.attentionInputs[index]
      let output = index + 1 < attentions.count ? memory.attentionInputs[index + 1] : y
      let normal = shared.rows(0, length: input.length, width: input.width)
      attention.forward(workspace, input, memory.attentions[index], normal: normal, into: output)
    }
  }

  /// From d, the gradient of what came out, that of what went in, in its place.
  func backward(
    _ workspace: TrainingWorkspace, _ memory: ItemMemory, _ conditioning: ConditioningMemory, _ shared: SharedMemory,
    _ d: RowMemory
  ) {
    let (length, width) = (d.length, d.width)
    func outer(_ index: Int) -> RowMemory { shared.rows(index, length: length, width: width) }
    for (index, attention) in attentions.enumerated().reversed() {
      let inner = shared.inner.map { RowMemory($0, length: length, width: attention.innerWidth) }
      attention.backward(
        workspace, memory.attentionInputs[index], memory.attentions[index], d, inner: inner,
        outer: [outer(0), outer(1)],
        into: d)
    }
    modulation.backward(workspace, memory.block, conditioning, d, into: d)
    let hidden = outer(1)
    second.backward(
      workspace, memory.hidden, memory.secondStatistics, d, activated: outer(0), into: hidden)
    let input = outer(2)
    first.backward(
      workspace, memory.x, memory.firstStatistics, hidden, residual: d, activated: outer(0), into: input)
    d.rows.update(from: input.rows, count: length * width)
  }
}
