import CKernels
import Tensors

extension TimeFeatures {
  /// What the network computes of sigma alone: the time features and, from these, every modulation and skip scale.
  ///
  /// A run knows its sigmas beforehand, so that all its steps are done in a few products.
  struct Fused: Sendable {
    private let frequencies: [Float]
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

      /// Those of one sigma; nil when it is not among them.
      func modulations(of sigma: Float) -> UnsafePointer<Float>? {
        sigmas.firstIndex(of: sigma).map { UnsafePointer(values.slice($0 * width, width)) }
      }
    }

    /// Reads the weights, and takes the modulations that were gathered from items and skips.
    init(_ layer: TimeFeatures, _ weights: WeightSource, modulations: ModulationLayout, kernels: CKernels) throws {
      self.kernels = kernels
      self.modulations = modulations
      frequencies = try weights.values(of: layer.frequencies)
      toFeatures = try PackedProduct(layer.toFeatures, weights)
      hidden = try PackedProduct(layer.hidden, weights)
      try layer.checkRepeats(weights)
    }

    /// The modulations of `sigmas`.
    func block(of sigmas: [Float], _ workers: Workers) -> Block {
      let embedding = FloatBuffer(sigmas.count * toFeatures.steps)
      for (row, sigma) in sigmas.enumerated() {
        let values = TimeFeatures.embedding(
          sigma: sigma, angles: TimeFeatures.angles(sigma: sigma, frequencies: frequencies))
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
}
