extension Item {
  /// The layers as regions, each with the layers that follow it row by row in the same tiles.
  struct Fused: Sendable {
    /// A layer of all rows, and what is done with the rows that it gives.
    private struct Stage {
      let region: any FusedRegionLayer
      var rows: [any FusedRowLayer] = []
    }
    private let stages: [Stage]

    /// Reads and packs the weights; throws when they don't fit, and for an item whose first layer needs one before it.
    init(_ item: Item, _ weights: WeightSource, _ packing: inout Packing) throws {
      var stages: [Stage] = []
      for layer in item.layers {
        switch try layer.fused(weights, &packing) {
        case .region(let region): stages.append(Stage(region: region))
        case .rows(let rows):
          guard !stages.isEmpty else {
            throw NetworkError.wrongInput(expected: "an item that begins with a layer of all rows", found: [])
          }
          stages[stages.count - 1].rows.append(rows)
        }
      }
      self.stages = stages
    }

    /// The most columns of queries, keys and values.
    var projections: Int { stages.map(\.region.projections).max() ?? 0 }

    /// Floats of scratch memory that its regions need.
    func scratch(_ memory: Pass.Memory) -> Int { stages.map { $0.region.scratch(memory) }.max() ?? 0 }

    /// memory.x [L, C] in place.
    /// - Parameter momentRows: rows to a tile of the moments of x, before and after.
    func run(_ pass: Pass, _ memory: Pass.Memory, momentRows: inout Int) {
      for (index, stage) in stages.enumerated() {
        let next = index + 1 < stages.count ? stages[index + 1].region : nil
        // Projections can't be written while other tiles still read those of the layer before.
        let joins = next.map { $0.projections == 0 || stage.region.projections == 0 } ?? false
        stage.region.run(pass, memory, momentRows: &momentRows) { tile, y, scratch in
          let x = pass.rows(tile, of: memory.x, memory)
          if stage.rows.isEmpty {
            pass.kernels.addScaled(x, y, memory.width, tile.rows.count, nil)
          }
          for (place, layer) in stage.rows.enumerated() {
            layer.apply(pass, memory, tile, x, adding: place == 0 ? y : nil, scratch: scratch)
          }
          if joins, let next {
            next.prepare(pass, memory, tile, x, scratch: scratch)
          } else {
            pass.keepMoments(x, tile, memory)
          }
        }
        guard !joins, let next else { continue }
        pass.forTiles(memory.length, memory.tileRows) { tile, scratch in
          next.prepare(pass, memory, tile, pass.rows(tile, of: memory.x, memory), scratch: scratch)
        }
      }
    }
  }
}
