extension ResNet {
  /// Two regions: norm, SiLU, convolution and moments; norm, SiLU, convolution, and what follows.
  struct Fused: FusedRegionLayer {
    private let firstNorm, secondNorm: GroupNorm.Fused
    private let firstConvolution, secondConvolution: PackedProduct

    /// Reads and packs the weights; throws when they don't fit.
    init(_ layer: ResNet, _ weights: WeightSource, _ packing: Packing) throws {
      firstNorm = try GroupNorm.Fused(layer.first.norm, weights)
      firstConvolution = try PackedProduct(layer.first.convolution, weights, packing)
      secondNorm = try GroupNorm.Fused(layer.second.norm, weights)
      secondConvolution = try PackedProduct(layer.second.convolution, weights, packing)
    }

    /// A tile's result and its rows as they go into the convolution, and what `convolve` itself takes.
    func scratch(_ memory: Pass.Memory) -> Int {
      2 * (memory.tileRows + 6) * memory.width + 2 * (memory.tileRows + 4) * (memory.width + 32)
    }

    func run(
      _ pass: Pass, _ memory: Pass.Memory, momentRows: inout Int,
      whenDone: (_ tile: Pass.Tile, _ y: Pass.Floats, _ scratch: Pass.Floats) -> Void
    ) {
      pass.prepare(firstNorm, memory, momentRows)
      pass.convolve(memory.x, memory, firstConvolution, into: memory.hidden) { tile, hidden, _ in
        pass.keepMoments(hidden, tile, memory)
      }
      pass.prepare(secondNorm, memory, memory.tileRows)
      pass.convolve(memory.hidden, memory, secondConvolution, whenConvolved: whenDone)
      momentRows = memory.tileRows
    }
  }

  func fused(_ weights: WeightSource, _ packing: inout Packing) throws -> FusedLayer {
    .region(try Fused(self, weights, packing))
  }
}
