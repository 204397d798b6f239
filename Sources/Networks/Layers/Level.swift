/// One item of a level: ResNet block, modulation, and as many attentions in a row as the level has.
package struct Item: Sendable {
  package let resnet: ResNetBlock
  package let modulation: Modulation
  package let attentions: [Attention]

  /// [L, C] and features [F], already through SiLU → [L, C].
  package func forward(_ x: Activations, activatedFeatures: [Float]) throws -> Activations {
    var x = try resnet.forward(x)
    x = try modulation.forward(x, activatedFeatures: activatedFeatures)
    for attention in attentions { x = try attention.forward(x) }
    return x
  }
}

/// One level of the U: downsampling and items on the way down, items and upsampling on the way up, and the skip.
package struct Level: Sendable {
  package let downsampling: StridedConvolution
  package let itemsDown: [Item]
  package let itemsUp: [Item]
  package let upsampling: Upsampling
  package let skip: Skip

  /// [L, in] → [L / f, C].
  package func down(_ x: Activations, activatedFeatures: [Float]) throws -> Activations {
    try itemsDown.reduce(downsampling.forward(x)) {
      try $1.forward($0, activatedFeatures: activatedFeatures)
    }
  }

  /// y [L / f, C] and what came into `down`, x [L, in] → [L, out].
  package func up(_ y: Activations, around x: Activations, activatedFeatures: [Float]) throws -> Activations {
    let y = try itemsUp.reduce(y) { try $1.forward($0, activatedFeatures: activatedFeatures) }
    return try skip.forward(x, upsampling.forward(y), activatedFeatures: activatedFeatures)
  }
}
