import CKernels
import Tensors

extension Attention {
  /// Projections of each tile, then one region: scores, their softmax, the heads' results and their projection.
  ///
  /// Both layer norms are of the same x, so that each is one normalised x̂ times its weight plus its bias: these go
  /// into the projections, W·(w⊙x̂ + b) = (W·diag w)·x̂ + W·b, and the scores' factor log2(e) / sqrt(D) into the
  /// queries'.
  struct Fused: FusedRegionLayer {
    private let toQuery, toKey, toValue, toOutput: PackedProduct
    private let heads: Int
    /// The width of one head, brought up to a multiple of the unit; surplus features are zero.
    private let features: Int
    /// Queries in a tile.
    private static let tileRows = 32

    /// Reads and packs the weights; throws when they don't fit.
    init(_ layer: Attention, _ weights: WeightSource, unit: Int) throws {
      let (channels, heads, features) = (layer.channels, layer.heads, layer.features)
      self.heads = heads
      self.features = padded(features, to: unit)
      let width = heads * features
      let (inputWidth, headWidth) = (padded(channels), self.features)
      /// The `part`th [width, channels] of a projection, with the norm's weight and bias in it.
      func projection(_ linear: Linear, _ norm: LayerNorm, part: Int, factor: Float) throws -> PackedProduct {
        let weight = try weights.values(of: linear.weight)
        let (scale, shift) = (try weights.values(of: norm.weight), try weights.values(of: norm.bias))
        var scaled = [Float](repeating: 0, count: heads * headWidth * channels)
        var bias = [Float](repeating: 0, count: heads * headWidth)
        for row in 0..<width {
          let (source, target) = ((part * width + row) * channels, row / features * headWidth + row % features)
          var sum = 0.0
          for channel in 0..<channels {
            scaled[target * channels + channel] = weight[source + channel] * scale[channel] * factor
            sum += Double(weight[source + channel]) * Double(shift[channel])
          }
          bias[target] = Float(sum) * factor
        }
        return try PackedProduct(
          linear: scaled, in: channels, out: heads * headWidth, width: inputWidth, bias: bias, unit: unit)
      }
      let factor = Float(1.442_695_040_888_963_4 / Double(features).squareRoot())
      toQuery = try projection(layer.toQuery, layer.norm, part: 0, factor: factor)
      toKey = try projection(layer.toKeyValue, layer.contextNorm, part: 0, factor: 1)
      toValue = try projection(layer.toKeyValue, layer.contextNorm, part: 1, factor: 1)
      toOutput = try PackedProduct(
        weights.values(of: layer.toOutput.weight),
        offsets: (0..<(heads * headWidth)).map { step in
          step % headWidth < features ? step / headWidth * features + step % headWidth : nil
        }, columnStride: width, count: channels, unit: unit)
    }

    var projections: Int { toQuery.columns }

    /// Normalised rows and what is made of them; scores beside the heads' results and their projection.
    func scratch(_ memory: Pass.Memory) -> Int {
      max(
        memory.tileRows * (2 * memory.width + projections),
        headScratch(keys: memory.length) + 32 * (projections + memory.width))
    }

    /// Floats that one head's attention needs beside its result.
    private func headScratch(keys: Int) -> Int { 32 * (keys + 2 * features + 4) }

    /// Queries, keys and values of a tile's rows.
    func prepare(_ pass: Pass, _ memory: Pass.Memory, _ tile: Pass.Tile, _ x: Pass.Floats, scratch: Pass.Floats) {
      let (width, unit, rows) = (memory.width, pass.unit, tile.rows)
      pass.kernels.normaliseRows(
        x, CExtent(rows: rows.count, width: width, channels: memory.channels), LayerNorm.epsilon, scratch)
      let columns = projections
      let tiled = memory.tileStride
      let first = tile.sound * memory.length + rows.lowerBound
      for (weight, target) in [(toQuery, memory.queries), (toKey, memory.keys)] {
        let target = target.slice(first * tiled, rows.count * tiled)
        if unit == 1 {
          pass.multiply(scratch, stride: width, rows: rows.count, weight, into: target, stride: tiled)
        } else {
          let y = scratch + memory.tileRows * width
          pass.multiply(scratch, stride: width / unit, rows: rows.count, weight, into: y)
          pass.kernels.storeRows(
            CRows(values: y, stride: columns), rows.count, columns, CMutableRows(values: target, stride: tiled))
        }
      }
      let steps = padded(memory.length, to: unit) / unit
      let values = memory.values.slice(
        (tile.sound * steps + rows.lowerBound / unit) * memory.valueStride,
        padded(rows.count, to: unit) / unit * memory.valueStride)
      if unit == 1 {
        pass.multiply(scratch, stride: width, rows: rows.count, toValue, into: values, stride: memory.valueStride)
      } else {
        let y = scratch + memory.tileRows * width
        pass.multiply(scratch, stride: width / unit, rows: rows.count, toValue, into: y)
        pass.kernels.storeValues(
          CRows(values: y, stride: columns), rows.count, columns,
          CMutableRows(values: values, stride: memory.valueStride))
      }
    }

    /// Attention of all heads for the queries of a tile, and their projection.
    func run(
      _ pass: Pass, _ memory: Pass.Memory, momentRows: inout Int,
      whenDone: (_ tile: Pass.Tile, _ y: Pass.Floats, _ scratch: Pass.Floats) -> Void
    ) {
      let length = memory.length
      let (tiled, headSteps) = (memory.tileStride, features / pass.unit)
      let steps = padded(length, to: pass.unit) / pass.unit
      pass.forTiles(length, Self.tileRows) { tile, scratch in
        let panel = scratch + headScratch(keys: length)
        let y = panel + heads * headSteps * 32
        let (sound, rows) = (tile.sound, tile.rows)
        let queries = memory.queries.slice((sound * length + rows.lowerBound) * tiled, rows.count * tiled)
        let keys = memory.keys.slice(sound * length * tiled, length * tiled)
        let values = memory.values.slice(sound * steps * memory.valueStride, steps * memory.valueStride)
        for head in 0..<heads {
          pass.kernels.attend(
            CHead(
              queries: CRows(values: queries + head * headSteps, stride: tiled),
              keys: CRows(values: keys + head * headSteps, stride: tiled),
              values: CRows(values: values + head * features, stride: memory.valueStride),
              queryCount: rows.count, keyCount: length, features: features),
            scratch, panel + head * headSteps * 32)
        }
        pass.kernels.transposedProduct(
          CRows(values: panel, stride: 32), rows.count, toOutput.operand, toOutput.start,
          CMutableRows(values: y, stride: memory.width))
        whenDone(tile, y, scratch)
      }
      momentRows = Self.tileRows
    }
  }

  func fused(_ weights: WeightSource, _ packing: inout Packing) throws -> FusedLayer {
    .region(try Fused(self, weights, unit: packing.unit))
  }
}
