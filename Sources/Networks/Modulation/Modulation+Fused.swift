import CKernels

extension Modulation {
  /// One kernel, which adds the result of the layer before on the way; scale and shift come with the pass.
  struct Fused: FusedRowLayer {
    /// Where its scale [C], increased by 1, and shift [C] stand among the modulations.
    private let place: Int

    /// Takes its place among the modulations; throws when the weights don't fit.
    init(_ layer: Modulation, _ weights: WeightSource, _ packing: inout Packing) throws {
      place = try packing.modulations.add(
        layer.toScaleShift, parts: [(layer.scaleRows, 1), (layer.shiftRows, 0)], weights)
    }

    func apply(
      _ pass: Pass, _ memory: Pass.Memory, _ tile: Pass.Tile, _ x: Pass.Floats, adding y: Pass.Floats?,
      scratch: Pass.Floats
    ) {
      let extent = CExtent(rows: tile.rows.count, width: memory.width, channels: memory.channels)
      if y == nil { scratch.update(repeating: 0, count: extent.rows * extent.width) }
      let modulation = pass.modulations[tile.sound] + place
      pass.kernels.addModulate(
        x, y ?? scratch, extent, epsilon, CAffine(scale: modulation, shift: modulation + memory.width))
    }
  }

  func fused(_ weights: WeightSource, _ packing: inout Packing) throws -> FusedLayer {
    .rows(try Fused(self, weights, &packing))
  }
}
