import Checkpoints
import Foundation
import Networks
import Tensors
import Testing

/// Every gradient of a training step of the networks below the folder that DRUMLIN_REFERENCE names, against PyTorch's.
@Suite(.enabled(if: LiveReference.root != nil, "DRUMLIN_REFERENCE names no folder"), .serialized)
struct GradientParityTests {
  @Test(arguments: LiveReference.cases)
  func matchesPyTorch(parityCase: ParityCase) throws {
    let compared = try parityCase.compareGradients()
    // The Linear of the time features that is used twice is one, and a lapped transform's sigma data have no gradient.
    let architecture = try parityCase.load(nil).model.network.architecture
    let known = ParameterLayout(architecture).entries.filter(\.parameter.isLearnt)
    #expect(compared == known.count)
  }
}

extension ParityCase {
  /// Each tensor's gradient: the norm of the difference over the norm; twice PyTorch's own rounding is added where the
  /// reference tells it, which it does for networks drawn at random.
  static let gradientTolerance = 1e-4
  /// A tensor whose gradient is below the first part of the largest is nothing but rounding, and within the second.
  static let (gradientRounding, gradientRoundingTolerance) = (1e-7, 1e-6)
  /// The loss, relative.
  static let lossTolerance = 1e-5

  /// Does the training step of the reference, whose names scripts/parity/gradients.py lists, and compares velocities,
  /// the loss and every gradient; gives how many gradients there were.
  func compareGradients() throws -> Int {
    let reference = try reference()
    let (x, target) = try (reference.tensor("gradient.input"), reference.tensor("gradient.target"))
    let (sigmas, velocity) = try (reference.tensor("gradient.sigma"), reference.tensor("gradient.velocity"))
    let network = try trainable(length: x.shape[2])
    var (loss, values) = (0.0, [Float]())
    for (element, sigma) in sigmas.values.enumerated() {
      func part(_ tensor: Tensor) -> [Float] {
        let size = tensor.count / sigmas.count
        return Array(tensor.values[(element * size)..<((element + 1) * size)])
      }
      let found = try network.forward(part(x), sigma: sigma)
      values += found
      let errors = zip(found, part(target)).map { $0 - $1 }
      loss += errors.reduce(0) { $0 + Double($1) * Double($1) } / Double(target.count)
      try network.backward(errors.map { 2 * $0 / Float(target.count) })
    }
    let label = "\(folder.lastPathComponent) gradient"
    try expectClose(Tensor(shape: velocity.shape, values: values), velocity, Self.passTolerance, label)
    let expected = try Double(reference.tensor("gradient.loss").values[0])
    #expect(abs(loss - expected) <= Self.lossTolerance * expected, "\(label): loss \(loss), not \(expected)")
    return try compare(network, reference, label)
  }

  private func compare(_ network: TrainableNetwork, _ reference: StateDict, _ label: String) throws -> Int {
    func norm(_ values: [Float]) -> Double { values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() }
    let entries = network.layout.entries.filter(\.parameter.isLearnt)
    let expected = try entries.map { try reference.tensor("gradient.of." + $0.name) }
    let sizes = expected.map { norm($0.values) }
    let largest = sizes.max() ?? 0
    for ((entry, expected), size) in zip(zip(entries, expected), sizes) {
      #expect(expected.shape == entry.shape, "\(label) \(entry.name)")
      let found = network.layout.values(of: entry, in: network.gradients)
      let difference = norm(zip(found, expected.values).map { $0 - $1 })
      let own = "gradient.rounding." + entry.name
      let rounding = reference.contains(own) ? try Double(reference.tensor(own).values[0]) : 0
      let isRounding = size < Self.gradientRounding * largest
      let tolerance =
        isRounding ? Self.gradientRoundingTolerance * largest : Self.gradientTolerance * size + 2 * rounding
      #expect(difference <= tolerance, "\(label) \(entry.name): off by \(difference) of \(size)")
    }
    return expected.count
  }

  /// The network that the notebook plays, in training.
  private func trainable(length: Int) throws -> TrainableNetwork {
    let model = try load(nil).model
    let all = try Checkpoint.open(model.path).stateDict
    let marks = ["blocks.0.weights", "blocks.2.blocks.0.weights"]
    let prefix = try #require(
      ["model.net.", "net.", ""].first { prefix in marks.contains { all.contains(prefix + $0) } })
    let architecture = model.network.architecture
    let layout = ParameterLayout(architecture)
    let values = FloatBuffer(layout.count)
    try layout.read(all.removingPrefix(prefix), of: architecture, into: values)
    return try TrainableNetwork(architecture, values: values, length: length, engine: Engine(threads: 2))
  }
}
