import Checkpoints
import Networks
import Tensors
import Testing

/// A network in training with one sound, and the loss Σ c·v of its velocity v for random c: the gradient of v is c.
final class TrainingCase {
  let network: TrainableNetwork
  private let x, weights: [Float]
  private let sigma: Float

  /// Queries are four times as large as the network's own and skips' biases are larger by one: softmax then tells keys
  /// apart and no level fades out, so that all weights show in the loss.
  /// - Parameter seed: of the weights, the sound and c.
  init(
    _ architecture: NetworkDescription, length: Int, sigma: Float = 0.3, seed: Int = 5,
    _ instructionSet: InstructionSet = .best, threads: Int = 2
  ) throws {
    let random = try RandomNetwork(architecture, seed: seed)
    let layout = ParameterLayout(architecture)
    let values = FloatBuffer(layout.count)
    try layout.read(random.weights, of: architecture, into: values)
    for entry in layout.entries {
      let place = values.slice(entry.offset, entry.count)
      for index in 0..<entry.count where entry.name.hasSuffix("to_q.weight") { place[index] *= 4 }
      for index in 0..<entry.count where entry.name.hasSuffix("skip.blocks.0.1.bias") { place[index] += 1 }
    }
    network = try TrainableNetwork(
      architecture, values: values, length: length,
      engine: Engine(kernels: .fused(instructionSet), threads: threads))
    var generator = TorchGenerator(seed: seed)
    x = generator.randn(architecture.inChannels * length)
    weights = generator.randn(architecture.outChannels * length)
    self.sigma = sigma
  }

  /// The same of a U-Net alone.
  convenience init(
    _ unet: UNetDescription, length: Int, sigma: Float = 0.3, seed: Int = 5, _ instructionSet: InstructionSet = .best,
    threads: Int = 2
  ) throws {
    try self.init(
      NetworkDescription(unet), length: length, sigma: sigma, seed: seed, instructionSet, threads: threads)
  }

  /// The velocity.
  func forward() throws -> [Float] { try network.forward(x, sigma: sigma) }

  /// The loss, summed in double, and the root of Σ (c·v)², which its rounding goes with.
  func loss() throws -> (loss: Double, size: Double) {
    var (loss, size) = (0.0, 0.0)
    for (value, weight) in try zip(forward(), weights) {
      let product = Double(value) * Double(weight)
      (loss, size) = (loss + product, size + product * product)
    }
    return (loss, size.squareRoot())
  }

  /// Adds the loss's gradients, after `forward`.
  func backward(stageIsDone: (Int) throws -> Void = { _ in }) throws {
    try network.backward(weights, stageIsDone: stageIsDone)
  }

  /// The gradients of one forward and backward alone, as `layout` says.
  func gradients() throws -> [Float] {
    network.gradients.all.update(repeating: 0, count: network.gradients.count)
    _ = try forward()
    try backward()
    return all(network.gradients)
  }

  /// All values of a buffer.
  func all(_ buffer: FloatBuffer) -> [Float] { Array(UnsafeBufferPointer(start: buffer.all, count: buffer.count)) }

  /// The loss's derivative as weights move along `direction` from `offset` on, by central differences of fourth order,
  /// and what it may be off by: eight ulps of the loss's terms, and what it differs by from that of second order, which
  /// counts only where the loss is far from straight within a step. A step moves weights by `step` times the direction.
  private func derivative(
    along direction: [Float], from offset: Int, step: Double
  ) throws -> (value: Double, error: Double) {
    let target = network.values.slice(offset, direction.count)
    let start = Array(UnsafeBufferPointer(start: target, count: direction.count))
    defer { target.update(from: start, count: start.count) }
    var size = 0.0
    func difference(_ step: Double) throws -> Double {
      let losses = try [step, -step].map { step in
        for index in direction.indices { target[index] = Float(Double(start[index]) + step * Double(direction[index])) }
        let found = try loss()
        size = max(size, found.size)
        return found.loss
      }
      return (losses[0] - losses[1]) / (2 * step)
    }
    let (near, far) = try (difference(step), difference(2 * step))
    return (near + (near - far) / 3, abs(near - far) / 3 + 8 * 0x1p-23 * size / step)
  }

  /// Expects that derivatives along random directions are what the gradients say: for every tensor by itself whose name
  /// holds one of `names`, or for each, and then for all of them at once.
  ///
  /// Along a random direction d of n values the derivative is about |g|·|d| / √n. Of that the two may differ by
  /// `tolerance`, and besides by the differences' own error, which counts where a tensor hardly matters. That this is
  /// below a tenth of the derivative for more than half of the tensors makes it a test.
  /// - Parameter step: of weights, against their root mean square. The loss is linear in the last layers' tensors: for
  ///   those it may be large, and rounding vanishes.
  func expectDerivatives(
    of names: [String] = [], step: Double = 0.01, tolerance: Double = 2e-3,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let gradients = try gradients()
    let entries = network.layout.entries.filter { entry in
      entry.parameter.isLearnt && (names.isEmpty || names.contains { entry.name.contains($0) })
    }
    var generator = TorchGenerator(seed: 40)
    var whole = [Float](repeating: 0, count: gradients.count)
    var decided = 0
    func check(_ name: String, _ gradient: ArraySlice<Float>, _ direction: [Float], _ offset: Int) throws {
      let found = zip(gradient, direction).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      let (derivative, error) = try derivative(along: direction, from: offset, step: step)
      let size = norm(gradient) * norm(direction) / Double(direction.count).squareRoot()
      let difference = abs(found - derivative)
      #expect(
        difference <= tolerance * size + error, "\(name): \(found), by differences \(derivative)",
        sourceLocation: sourceLocation)
      if error < size / 10 { decided += 1 }
    }
    for entry in entries {
      let range = entry.offset..<(entry.offset + entry.count)
      let values = network.layout.values(of: entry, in: network.values)
      let size = Float(norm(values) / Double(entry.count).squareRoot())
      let direction = generator.randn(entry.count).map { $0 * size }
      whole.replaceSubrange(range, with: direction)
      try check(entry.name, gradients[range], direction, entry.offset)
    }
    // Moving several at once, the loss is linear no more.
    if step < 0.1 { try check("all", gradients[...], whole, 0) }
    #expect(!entries.isEmpty && 2 * decided > entries.count, "\(decided) decided", sourceLocation: sourceLocation)
  }
}

/// The root of the sum of squares.
func norm(_ values: some Sequence<Float>) -> Double {
  values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
}

extension RandomNetwork {
  /// Small architectures whose sizes fit no vector, tile or panel, each with a length.
  static let trainable: [(architecture: UNetDescription, length: Int)] = [
    // One level; no attention, no items; one row alone.
    (small(2, 2, [20], [1], [1], [0], 1, 1, modulation: 3, groups: 4), 5),
    (small(1, 1, [6], [4], [0], [0], 1, 1, modulation: 7, groups: 1), 4),
    // Adapters; several attentions an item; 2 and 3 rows at the innermost level.
    (small(2, 3, [6, 9], [1, 3], [1, 1], [0, 2], 3, 5, modulation: 7, groups: 3), 6),
    (small(3, 1, [8, 40], [3, 4], [0, 1], [1, 1], 2, 33, modulation: 9, groups: 8), 36),
    // Heads of one feature, a factor of 16; and a factor of 16 down to one row.
    (small(2, 2, [16, 5], [16, 1], [1, 2], [1, 1], 1, 1, modulation: 33, groups: 1), 16 * 17),
    (small(2, 2, [8, 12], [3, 16], [1, 1], [0, 1], 2, 4, modulation: 16, groups: 2), 48),
    // Every channel a norm of its own; heads of 64 features.
    (small(1, 2, [34], [2], [1], [1], 1, 64, modulation: 1, groups: 34), 2 * 70),
    (small(2, 2, [8, 12, 8], [1, 2, 4], [1, 0, 2], [0, 1, 1], 2, 16, modulation: 65, groups: 4), 8 * 67),
    // More channels in and out than a vector has lanes; more rows than a bias's tile and a weight's chunks.
    (small(17, 17, [33, 17], [3, 1], [1, 0], [0, 0], 1, 1, modulation: 4, groups: 11), 3 * 65),
    (small(1, 1, [8], [1], [1], [0], 1, 1, modulation: 4, groups: 2), 2103),
  ].compactMap { architecture, length in architecture.map { ($0, length) } }
}
