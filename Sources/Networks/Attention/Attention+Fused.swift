import CKernels
import Tensors

extension Attention {
  /// Projections of each tile, then one region: scores, their softmax, the heads' results and their projection.
  ///
  /// Both layer norms are of the same x, so that each is one normalised x̂ times its weight plus its bias: these go
  /// into the projections, W·(w⊙x̂ + b) = (W·diag w)·x̂ + W·b, and the scores' factor log2(e) / sqrt(D) into the
  /// queries'.
  struct Fused: FusedRegionLayer {
    /// A head's each.
    private let toQuery, toKey, toValue: [PackedProduct]
    private let toOutput: PackedProduct
    private let heads: Int
    /// The width of one head, brought up to a multiple of the unit, and that brought up to one of 16; surplus features
    /// are zero.
    private let features, width: Int
    /// Queries in a tile.
    private static let tileRows = 32

    /// Reads and packs the weights; throws when they don't fit.
    init(_ layer: Attention, _ weights: WeightSource, unit: Int) throws {
      let (channels, heads, features) = (layer.channels, layer.heads, layer.features)
      self.heads = heads
      self.features = padded(features, to: unit)
      width = padded(features)
      let (inner, headWidth) = (heads * features, self.features)
      /// Each head's [features, channels] of the `part`th projection, with the norm's weight and bias in it.
      func projections(_ linear: Linear, _ norm: LayerNorm, part: Int, factor: Float) throws -> [PackedProduct] {
        let weight = try weights.values(of: linear.weight)
        let (scale, shift) = (try weights.values(of: norm.weight), try weights.values(of: norm.bias))
        return try (0..<heads).map { head in
          var scaled = [Float](repeating: 0, count: headWidth * channels)
          var bias = [Float](repeating: 0, count: headWidth)
          for row in 0..<features {
            let source = (part * inner + head * features + row) * channels
            var sum = 0.0
            for channel in 0..<channels {
              scaled[row * channels + channel] = weight[source + channel] * scale[channel] * factor
              sum += Double(weight[source + channel]) * Double(shift[channel])
            }
            bias[row] = Float(sum) * factor
          }
          return try PackedProduct(
            linear: scaled, in: channels, out: headWidth, width: padded(channels), bias: bias, unit: unit)
        }
      }
      let factor = Float(1.442_695_040_888_963_4 / Double(features).squareRoot())
      toQuery = try projections(layer.toQuery, layer.norm, part: 0, factor: factor)
      toKey = try projections(layer.toKeyValue, layer.contextNorm, part: 0, factor: 1)
      toValue = try projections(layer.toKeyValue, layer.contextNorm, part: 1, factor: 1)
      toOutput = try PackedProduct(
        weights.values(of: layer.toOutput.weight),
        offsets: (0..<(heads * headWidth)).map { step in
          step % headWidth < features ? step / headWidth * features + step % headWidth : nil
        }, columnStride: inner, count: channels, unit: unit)
    }

    var projections: Int { heads * width }

    /// Normalised rows and what a head makes of them; scores beside the heads' results and their projection.
    func scratch(_ memory: Pass.Memory) -> Int {
      max(
        memory.tileRows * (memory.width + width),
        headScratch(keys: memory.length) + 32 * (heads * features + memory.width))
    }

    /// Floats that one head's attention needs beside its result.
    private func headScratch(keys: Int) -> Int { 32 * (keys + 2 * features + 4) }

    /// Queries, keys and values of a tile's rows.
    func prepare(_ pass: Pass, _ memory: Pass.Memory, _ tile: Pass.Tile, _ x: Pass.Floats, scratch: Pass.Floats) {
      let (unit, rows) = (pass.unit, tile.rows)
      pass.kernels.normaliseRows(
        x, CExtent(rows: rows.count, width: memory.width, channels: memory.channels), LayerNorm.epsilon, scratch)
      let y = scratch + memory.tileRows * memory.width
      /// One head's projection of the rows, as floats where that is what a unit is, and else by way of y.
      func project(
        _ weight: PackedProduct, into target: FloatBuffer, _ first: Int, _ count: Int, stride: Int,
        by store: (CRows, Int, Int, CMutableRows) -> Void
      ) {
        let target = CMutableRows(values: target.slice(first * stride, count * stride), stride: stride)
        pass.multiply(
          scratch, stride: memory.width / unit, rows: rows.count, weight, into: unit == 1 ? target.values : y,
          stride: width)
        if unit > 1 { store(CRows(values: y, stride: width), rows.count, width, target) }
      }
      for head in 0..<heads {
        let place = tile.sound * heads + head
        for (weights, target) in [(toQuery, memory.queries), (toKey, memory.keys)] {
          project(
            weights[head], into: target, place * memory.length + rows.lowerBound, rows.count, stride: width / unit,
            by: pass.kernels.storeRows)
        }
        project(
          toValue[head], into: memory.values, place * steps(pass, memory) + rows.lowerBound / unit,
          padded(rows.count, to: unit) / unit, stride: width, by: pass.kernels.storeValues)
      }
    }

    /// Units of rows that a head's values have.
    private func steps(_ pass: Pass, _ memory: Pass.Memory) -> Int { padded(memory.length, to: pass.unit) / pass.unit }

    /// Attention of all heads for the queries of a tile, and their projection.
    func run(
      _ pass: Pass, _ memory: Pass.Memory, momentRows: inout Int,
      whenDone: (_ tile: Pass.Tile, _ y: Pass.Floats, _ scratch: Pass.Floats) -> Void
    ) {
      let (length, stride) = (memory.length, width / pass.unit)
      let (steps, headSteps) = (steps(pass, memory), features / pass.unit)
      pass.forTiles(length, Self.tileRows) { tile, scratch in
        let panel = scratch + headScratch(keys: length)
        let y = panel + heads * headSteps * 32
        let rows = tile.rows
        for head in 0..<heads {
          let place = tile.sound * heads + head
          let queries = memory.queries.slice((place * length + rows.lowerBound) * stride, rows.count * stride)
          let keys = memory.keys.slice(place * length * stride, length * stride)
          let values = memory.values.slice(place * steps * width, steps * width)
          pass.kernels.attend(
            CHead(
              queries: CRows(values: queries, stride: stride), keys: CRows(values: keys, stride: stride),
              values: CRows(values: values, stride: width), queryCount: rows.count, keyCount: length,
              features: features),
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
