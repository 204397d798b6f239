import Checkpoints
import Foundation
import Networks
import Tensors
import Testing

/// A network of Fixtures/gradients/gradients.safetensors; its recipe says what the tensors are.
struct GradientFixture {
  static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/gradients/gradients.safetensors").path
  let architecture: NetworkDescription
  private let stateDict, weights: StateDict

  /// What shapes don't tell: heads and groups.
  init(_ name: String, heads: Int?, groups: Int) throws {
    stateDict = try Checkpoint.open(Self.path).stateDict.removingPrefix(name + ".")
    weights = stateDict.removingPrefix("net.")
    architecture = try NetworkDescription(reading: weights, heads: heads, groups: groups)
  }

  /// Runs the training step of the fixture and compares velocities, the loss, and every gradient; gives how many
  /// gradients there were.
  func compare() throws -> Int {
    let layout = ParameterLayout(architecture)
    let values = FloatBuffer(layout.count)
    try layout.read(weights, of: architecture, into: values)
    let (x, target) = try (stateDict.tensor("gradient.input"), stateDict.tensor("gradient.target"))
    let (sigmas, velocity) = try (stateDict.tensor("gradient.sigma"), stateDict.tensor("gradient.velocity"))
    let network = try TrainableNetwork(architecture, values: values, length: x.shape[2], engine: Engine(threads: 2))
    var loss = 0.0
    for (element, sigma) in sigmas.values.enumerated() {
      func part(_ tensor: Tensor) -> [Float] {
        let size = tensor.count / sigmas.count
        return Array(tensor.values[(element * size)..<((element + 1) * size)])
      }
      let found = try network.forward(part(x), sigma: sigma)
      expectClose(found, part(velocity), tolerance: 2e-5)
      let errors = zip(found, part(target)).map { $0 - $1 }
      loss += errors.reduce(0) { $0 + Double($1) * Double($1) } / Double(target.count)
      try network.backward(errors.map { 2 * $0 / Float(target.count) })
    }
    let expected = try Double(stateDict.tensor("gradient.loss").values[0])
    #expect(abs(loss - expected) <= 1e-5 * expected)
    try compare(network)
    return layout.entries.count
  }

  /// Each tensor within 1e-4, as the norm of the difference over the norm; where that is nothing but rounding, below
  /// 1e-7 of the largest, within 1e-6 of the largest.
  private func compare(_ network: TrainableNetwork) throws {
    let gradients = try network.layout.entries.map { entry in
      (entry, expected: try stateDict.tensor("gradient.of." + entry.name))
    }
    let largest = gradients.map { norm($0.expected.values) }.max() ?? 0
    for (entry, expected) in gradients {
      #expect(expected.shape == entry.shape, "\(entry.name)")
      let found = network.layout.values(of: entry, in: network.gradients)
      let (difference, size) = (norm(zip(found, expected.values).map { $0 - $1 }), norm(expected.values))
      #expect(
        difference <= (size < 1e-7 * largest ? 1e-6 * largest : 1e-4 * size), "\(entry.name): \(difference / size)")
    }
  }
}
