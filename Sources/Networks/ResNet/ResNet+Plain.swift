extension ResNet {
  /// The plain norms and convolutions, one after another.
  package struct Plain: PlainLayer {
    private let layers: [any PlainLayer]

    /// Reads the weights; throws when they don't fit.
    package init(_ layer: ResNet, _ weights: WeightSource) throws {
      layers = try [layer.first, layer.second].flatMap { half -> [any PlainLayer] in
        [try GroupNorm.Plain(half.norm, weights), try Convolution.Plain(half.convolution, weights)]
      }
    }

    /// [L, C] → [L, C].
    package func forward(_ x: Activations, _ pass: PlainPass) throws -> Activations {
      var y = try layers.reduce(x) { try $1.forward($0, pass) }
      try y.add(x, on: pass.workers)
      return y
    }
  }

  func plain(_ weights: WeightSource) throws -> any PlainLayer { try Plain(self, weights) }
}
