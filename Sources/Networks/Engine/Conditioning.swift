import CKernels
import Tensors

/// What the network computes of sigma alone: the time features and, from these, every modulation and skip scale.
///
/// A run knows its sigmas beforehand, so that all its steps are done in a few products. `TimeFeatures`, `Modulation` and
/// `Skip` have the equations.
struct Conditioning: Sendable {
  private let timeFeatures: TimeFeatures
  private let toFeatures, hidden: PackedProduct
  private let modulations: ModulationLayout
  private let kernels: CKernels
  /// How many sigmas of a run are done at once: what they take is bounded, however long it is.
  static let most = 64

  /// The modulations of some sigmas, [sigmas, width].
  struct Block: Sendable {
    let sigmas: [Float]
    fileprivate let values: FloatBuffer
    fileprivate let width: Int

    /// Those of one sigma; nothing when it is not among them.
    func modulations(of sigma: Float) -> UnsafePointer<Float>? {
      sigmas.firstIndex(of: sigma).map { UnsafePointer(values.slice($0 * width, width)) }
    }
  }

  /// Reads the time features, and takes the modulations that were gathered from items and skips.
  init(_ weights: WeightSource, features: Int, modulations: ModulationLayout, kernels: CKernels) throws {
    self.kernels = kernels
    self.modulations = modulations
    timeFeatures = try TimeFeatures(weights, features: features)
    func packed(_ linear: Linear) throws -> PackedProduct {
      try PackedProduct(
        linear: linear.weight, in: linear.inFeatures, out: linear.outFeatures, width: padded(linear.inFeatures),
        bias: linear.bias, unit: 1)
    }
    toFeatures = try packed(timeFeatures.toFeatures)
    hidden = try packed(timeFeatures.hidden)
  }

  /// The modulations of `sigmas`.
  func block(of sigmas: [Float], _ workers: Workers) -> Block {
    let embedding = FloatBuffer(sigmas.count * toFeatures.steps)
    for (row, sigma) in sigmas.enumerated() {
      let values = timeFeatures.embedding(sigma: sigma)
      embedding.slice(row * toFeatures.steps, values.count).update(from: values, count: values.count)
    }
    let layers = [toFeatures, hidden, hidden]
    var x = embedding
    for (index, layer) in layers.enumerated() {
      let y = FloatBuffer(sigmas.count * layer.columns)
      multiply(x, sigmas.count, [(layer, 0)], into: y, width: layer.columns, workers) { values, count in
        kernels.gelu(values, count)
        // Every modulation and skip takes the SiLU of the features.
        if index == layers.count - 1 { kernels.silu(values, count, values) }
      }
      x = y
    }
    let values = FloatBuffer(sigmas.count * modulations.width)
    multiply(x, sigmas.count, modulations.parts, into: values, width: modulations.width, workers) { _, _ in }
    return Block(sigmas: sigmas, values: values, width: modulations.width)
  }

  /// x [rows, steps] times each weight, its columns at `place` of y's rows of `width`; then `activation`.
  private func multiply(
    _ x: FloatBuffer, _ rows: Int, _ weights: [(product: PackedProduct, place: Int)], into y: FloatBuffer, width: Int,
    _ workers: Workers, _ activation: (UnsafeMutablePointer<Float>, Int) -> Void
  ) {
    // A tile is a few panels, so that each weight is read once.
    let tileColumns = 64
    let tiles = weights.indices.flatMap { index in
      stride(from: 0, to: weights[index].product.columns, by: tileColumns).map { (index, $0) }
    }
    workers.run(tiles.count) { tile, _ in
      let (weight, place) = weights[tiles[tile].0]
      let first = tiles[tile].1
      let count = min(tileColumns, weight.columns - first)
      let output = y.all + place + first
      kernels.product(
        CRows(values: x.all, stride: weight.steps), rows,
        CPanels(values: weight.panels.all + first * weight.steps, steps: weight.steps, columns: count),
        .bias(weight.bias.all + first), CMutableRows(values: output, stride: width))
      for row in 0..<rows { activation(output + row * width, count) }
    }
  }
}

/// Where the modulations of items and skips stand, one after another, and the weights that make them of the features.
struct ModulationLayout: Sendable {
  private(set) var parts: [(product: PackedProduct, place: Int)] = []
  /// How many values there are for one sigma.
  private(set) var width = 0
  private let features: Int

  init(features: Int) { self.features = features }

  /// Adds an item's scale, increased by 1, and shift, [C] each, side by side; gives the place of the first.
  mutating func add(item weights: WeightSource, channels: Int) throws -> Int {
    let linear = try Linear(weights["blocks.0.1."], in: features, out: 2 * channels)
    let place = width
    try append(linear, rows: 0..<channels, adding: 1)
    try append(linear, rows: channels..<(2 * channels), adding: 0)
    return place
  }

  /// Adds a skip's scale [C]; gives its place.
  mutating func add(skip weights: WeightSource, channels: Int) throws -> Int {
    let place = width
    try append(Linear(weights, in: features, out: channels), rows: 0..<channels, adding: 0)
    return place
  }

  private mutating func append(_ linear: Linear, rows: Range<Int>, adding addend: Float) throws {
    let product = try PackedProduct(
      linear: Array(linear.weight[(rows.lowerBound * features)..<(rows.upperBound * features)]), in: features,
      out: rows.count, width: padded(features), bias: linear.bias.map { $0[rows].map { $0 + addend } }, unit: 1)
    parts.append((product, width))
    width += product.columns
  }
}
