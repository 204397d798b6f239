import Tensors

/// A ResNet block, its weights packed; `ResNetBlock` has the equations.
struct FusedResNetBlock: Sendable {
  let firstNorm, secondNorm: FusedGroupNorm
  let firstConvolution, secondConvolution: PackedProduct

  /// - Parameter points: how many combinations of the taps the kernels convolve with.
  init(_ weights: WeightSource, channels: Int, groups: Int, unit: Int, points: Int) throws {
    func convolution(_ half: WeightSource) throws -> PackedProduct {
      let taps = try half.values("2.weight", [channels, channels, 3])
      return try PackedProduct(
        convolution: winograd(taps, points: points), in: channels, out: channels, taps: points,
        bias: half.values("2.bias", [channels]), unit: unit)
    }
    let (first, second) = (weights["blocks.0.blocks.0."], weights["blocks.0.blocks.1."])
    firstNorm = try FusedGroupNorm(first["0."], channels: channels, groups: groups)
    firstConvolution = try convolution(first)
    secondNorm = try FusedGroupNorm(second["0."], channels: channels, groups: groups)
    secondConvolution = try convolution(second)
  }
}

/// G·g for each filter g of three taps, [filters, 3] → [filters, points]: Winograd's F(4, 3) at the points 0, ±1, ±2 and
/// infinity, or F(2, 3) at 0, ±1 and infinity; winograd.h has the rest.
private func winograd(_ taps: [Float], points count: Int) -> [Float] {
  [Float](unsafeUninitializedCapacity: taps.count / 3 * count) { points, initialized in
    initialized = taps.count / 3 * count
    for filter in 0..<(taps.count / 3) {
      let (a, b, c) = (Double(taps[3 * filter]), Double(taps[3 * filter + 1]), Double(taps[3 * filter + 2]))
      let combined =
        count == 6
        ? (a / 4, -(a + b + c) / 6, -(a - b + c) / 6, (a + 2 * b + 4 * c) / 24, (a - 2 * b + 4 * c) / 24, c)
        : (a, (a + b + c) / 2, (a - b + c) / 2, c, 0, 0)
      points[filter * count] = Float(combined.0)
      points[filter * count + 1] = Float(combined.1)
      points[filter * count + 2] = Float(combined.2)
      points[filter * count + 3] = Float(combined.3)
      guard count == 6 else { continue }
      points[filter * count + 4] = Float(combined.4)
      points[filter * count + 5] = Float(combined.5)
    }
  }
}

/// A GroupNorm's own weights.
struct FusedGroupNorm: Sendable {
  let weight, bias: FloatBuffer
  let groups: Int
  static let epsilon: Float = 1e-5

  init(_ weights: WeightSource, channels: Int, groups: Int) throws {
    self.groups = groups
    weight = FloatBuffer(try weights.values("weight", [channels]), count: padded(channels))
    bias = FloatBuffer(try weights.values("bias", [channels]), count: padded(channels))
  }
}

/// An attention, its weights packed; `Attention` has the equations.
///
/// Both layer norms are of the same x, so that each is one normalised x̂ times its weight plus its bias: these go into the
/// projections, W·(w⊙x̂ + b) = (W·diag w)·x̂ + W·b, and the scores' factor log2(e) / sqrt(D) into the queries'.
struct FusedAttention: Sendable {
  let toQuery, toKey, toValue, toOutput: PackedProduct
  let heads: Int
  /// The width of one head, brought up to a multiple of the unit; surplus features are zero.
  let features: Int
  static let epsilon: Float = 1e-5

  init(_ weights: WeightSource, channels: Int, heads: Int, features: Int, unit: Int) throws {
    self.heads = heads
    self.features = padded(features, to: unit)
    let width = heads * features
    let (reach, headWidth) = (padded(channels), self.features)
    /// The `part`th [width, channels] of a projection, with the norm's weight and bias in it.
    func projection(_ name: String, _ norm: WeightSource, parts: Int, part: Int, factor: Float) throws -> PackedProduct
    {
      let weight = try weights.values(name + "weight", [parts * width, channels])
      let (scale, shift) = (try norm.values("weight", [channels]), try norm.values("bias", [channels]))
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
        linear: scaled, in: channels, out: heads * headWidth, width: reach, bias: bias, unit: unit)
    }
    let factor = Float(1.442_695_040_888_963_4 / Double(features).squareRoot())
    toQuery = try projection("to_q.", weights["norm."], parts: 1, part: 0, factor: factor)
    toKey = try projection("to_kv.", weights["norm_context."], parts: 2, part: 0, factor: 1)
    toValue = try projection("to_kv.", weights["norm_context."], parts: 2, part: 1, factor: 1)
    toOutput = try PackedProduct(
      weights.values("attention.blocks.0.weight", [channels, width]),
      offsets: (0..<(heads * headWidth)).map { step in
        step % headWidth < features ? step / headWidth * features + step % headWidth : nil
      }, columnStride: width, count: channels, unit: unit)
  }
}

/// Nearest-neighbour upsampling by f and a convolution of kernel 3, as f products of neighbouring rows: between the
/// copies of one row the three taps see few different rows, so their weights are added up beforehand.
struct FusedUpsampling: Sendable {
  /// One of the f output rows that an input row becomes: its product and the first row it reads, −1 or 0 from that one.
  struct Phase: Sendable {
    let product: PackedProduct
    let firstRow: Int
  }
  let phases: [Phase]

  init(_ weights: WeightSource, in inputs: Int, out: Int, factor: Int, unit: Int) throws {
    let weight = try weights.values("weight", [out, inputs, 3])
    let bias = try weights.values("bias", [out])
    phases = try (0..<factor).map { phase in
      // Which row, counted from the input's own, each of the three taps falls on.
      let rows = (0..<3).map { tap in Int((Double(phase + tap - 1) / Double(factor)).rounded(.down)) }
      let (first, last) = (rows[0], rows[2])
      let taps = last - first + 1
      var sums = [Float](repeating: 0, count: out * inputs * taps)
      for filter in 0..<(out * inputs) {
        for tap in 0..<3 { sums[filter * taps + rows[tap] - first] += weight[filter * 3 + tap] }
      }
      return Phase(
        product: try PackedProduct(convolution: sums, in: inputs, out: out, taps: taps, bias: bias, unit: unit),
        firstRow: first)
    }
  }
}

/// One item of a level.
struct FusedItem: Sendable {
  let resnet: FusedResNetBlock
  /// Where its scale [C], increased by 1, and shift [C] stand among the modulations.
  let modulation: Int
  let attentions: [FusedAttention]
}

/// One level of the U.
struct FusedLevel: Sendable {
  let channels, inWidth, outWidth, factor: Int
  let downsampling: PackedProduct
  let itemsDown, itemsUp: [FusedItem]
  let upsampling: FusedUpsampling
  let adapter: PackedProduct?
  /// Where the skip's scale stands among the modulations.
  let skip: Int

  /// Channels brought up to a multiple of 16: the stride of this level's rows.
  var width: Int { padded(channels) }
}
