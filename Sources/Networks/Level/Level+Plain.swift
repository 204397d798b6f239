extension Item {
  /// The plain layers, one after another.
  package struct Plain: PlainLayer {
    private let layers: [any PlainLayer]

    /// Reads the weights; throws when they don't fit.
    package init(_ item: Item, _ weights: WeightSource) throws {
      layers = try item.layers.map { try $0.plain(weights) }
    }

    /// [L, C] → [L, C].
    package func forward(_ x: Activations, _ pass: PlainPass) throws -> Activations {
      try layers.reduce(x) { try $1.forward($0, pass) }
    }
  }
}

extension Level {
  /// The plain layers of both ways.
  package struct Plain: Sendable {
    private let downsampling: StridedConvolution.Plain
    private let itemsDown, itemsUp: [Item.Plain]
    private let upsampling: Upsampling.Plain
    private let skip: Skip.Plain

    /// Reads the weights; throws when they don't fit.
    package init(_ level: Level, _ weights: WeightSource) throws {
      downsampling = try StridedConvolution.Plain(level.downsampling, weights)
      itemsDown = try level.itemsDown.map { try Item.Plain($0, weights) }
      itemsUp = try level.itemsUp.map { try Item.Plain($0, weights) }
      upsampling = try Upsampling.Plain(level.upsampling, weights)
      skip = try Skip.Plain(level.skip, weights)
    }

    /// [L, in] → [L / f, C].
    package func down(_ x: Activations, _ pass: PlainPass) throws -> Activations {
      try itemsDown.reduce(downsampling.forward(x, pass)) { try $1.forward($0, pass) }
    }

    /// y [L / f, C] and what came into `down`, x [L, in] → [L, out].
    package func up(_ y: Activations, around x: Activations, _ pass: PlainPass) throws -> Activations {
      let y = try itemsUp.reduce(y) { try $1.forward($0, pass) }
      return try skip.forward(x, upsampling.forward(y, pass), pass)
    }
  }
}
