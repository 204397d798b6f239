extension UNetDescription {
  /// Every key that the network's state dict has, in its order, with the shape of the tensor.
  ///
  /// The names are those that a-unet's modules give, relative to the network: `blocks.0` and `blocks.1` make the time
  /// features, `blocks.2.net` is the U.
  public func expectedTensors() -> [(name: String, shape: [Int])] {
    var tensors: [(name: String, shape: [Int])] = [("blocks.0.weights", [TimeFeatures.frequencyCount])]
    tensors += linear("blocks.0.to_out.", 2 * TimeFeatures.frequencyCount + 1, modulationFeatures)
    for use in 0..<2 { tensors += linear("blocks.1.blocks.\(use).0.", modulationFeatures, modulationFeatures) }

    var way: [(name: String, shape: [Int])] = []
    for names in levelNames().reversed() {
      let (width, level) = (channels[names.level], names.level)
      let (input, output) = (channelsIn(level), channelsOut(level))
      var here: [(name: String, shape: [Int])] = []
      if input != output { here += convolution(names.skipAdapter, input, output, 1) }
      here += convolution(names.downsampling, input, width, factors[level])
      here += names.itemsDown.flatMap { itemTensors($0, width) }
      here += way
      here += names.itemsUp.flatMap { itemTensors($0, width) }
      here += convolution(names.upsampling, width, output, 3)
      here += linear(names.skip, modulationFeatures, output)
      way = here
    }
    return tensors + way
  }

  /// How many keys that is, without listing them.
  var tensorCount: Int {
    var count = 7 + (inChannels == outChannels ? 0 : 2)
    for level in channels.indices { count += 6 + 2 * items[level] * (10 + 7 * attentions[level]) }
    return count
  }

  /// What comes into a level.
  func channelsIn(_ level: Int) -> Int { level == 0 ? inChannels : channels[level - 1] }

  /// What a level gives.
  func channelsOut(_ level: Int) -> Int { level == 0 ? outChannels : channels[level - 1] }

  /// The names of the parts of each level, outermost first.
  func levelNames() -> [LevelNames] {
    var prefix = "blocks.2.net."
    return channels.indices.map { level in
      let isInnermost = level == channels.count - 1
      let names = LevelNames(
        level: level, prefix: prefix, items: items[level], attentions: attentions[level], isInnermost: isInnermost)
      prefix = names.inner
      return names
    }
  }

  private func itemTensors(_ item: ItemNames, _ width: Int) -> [(name: String, shape: [Int])] {
    var tensors: [(name: String, shape: [Int])] = []
    for half in 0..<2 {
      tensors += affine(item.resnet + "blocks.0.blocks.\(half).0.", width)
      tensors += convolution(item.resnet + "blocks.0.blocks.\(half).2.", width, width, 3)
    }
    tensors += linear(item.modulation + "blocks.0.1.", modulationFeatures, 2 * width)
    for attention in item.attentions {
      let heads = attentionHeads * attentionFeatures
      tensors += affine(attention + "norm.", width) + affine(attention + "norm_context.", width)
      tensors.append((attention + "to_q.weight", [heads, width]))
      tensors.append((attention + "to_kv.weight", [2 * heads, width]))
      tensors.append((attention + "attention.blocks.0.weight", [width, heads]))
    }
    return tensors
  }

  private func affine(_ prefix: String, _ width: Int) -> [(name: String, shape: [Int])] {
    [(prefix + "weight", [width]), (prefix + "bias", [width])]
  }

  private func linear(_ prefix: String, _ input: Int, _ output: Int) -> [(name: String, shape: [Int])] {
    [(prefix + "weight", [output, input]), (prefix + "bias", [output])]
  }

  private func convolution(
    _ prefix: String, _ input: Int, _ output: Int, _ kernel: Int
  ) -> [(name: String, shape: [Int])] {
    [(prefix + "weight", [output, input, kernel]), (prefix + "bias", [output])]
  }
}
