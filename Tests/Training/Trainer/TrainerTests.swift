import Checkpoints
import Foundation
import Networks
import Tensors
import Testing
import Training

/// Fifty optimiser steps beside PyTorch's; Fixtures/recipe.py made them.
@Suite struct TrainerTests {
  private static func fixture(_ name: String) throws -> StateDict {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try Checkpoint.open(tests.appendingPathComponent("Fixtures/\(name).safetensors").path).stateDict
  }
  static let accumulate = 3

  let reference: StateDict
  let architecture: NetworkDescription

  init() throws {
    reference = try Self.fixture("fifty-steps")
    architecture = try NetworkDescription(
      UNetDescription(
        inChannels: 2, channels: [8, 16], factors: [1, 4], items: [1, 1], attentions: [0, 1], attentionHeads: 2,
        attentionFeatures: 8, modulationFeatures: 16, resnetGroups: 4))
  }

  private func trainer(
    threads: Int = 2, accumulate: Int = TrainerTests.accumulate, clip: Double? = nil, sideBySide: Int = 1
  ) throws -> Trainer {
    let layout = ParameterLayout(architecture)
    let values = FloatBuffer(layout.count)
    try layout.read(reference.removingPrefix("before."), of: architecture, into: values)
    let engine = try Engine(threads: threads)
    let network = try TrainableNetwork(architecture, values: values, length: 256, engine: engine)
    return try Trainer(
      network, accumulate: accumulate, clip: clip, optimiser: .init(learningRate: 1e-3, weightDecay: 1e-2),
      sideBySide: sideBySide, on: engine)
  }

  private func example(_ index: Int) throws -> Trainer.Example {
    let sounds = try reference.tensor("sounds")
    var generator = TorchGenerator(seed: index)
    return Trainer.Example(
      sound: Array(sounds.values[(index % 3 * 512)..<(index % 3 * 512 + 512)]), noise: generator.randn(512),
      sigma: try reference.tensor("sigma").values[index])
  }

  @Test func fiftyStepsArePyTorchs() throws {
    let trainer = try trainer()
    let losses = try reference.tensor("loss").values
    for (index, expected) in losses.enumerated() {
      let loss = try trainer.learn([example(index)])
      #expect(abs(loss - Double(expected)) <= 1e-3 * Double(expected), "micro-batch \(index)")
    }
    #expect(trainer.optimiser.step == 50 && trainer.pending == 0 && trainer.average.calls == 150)
    for entry in trainer.network.layout.entries {
      for (kind, buffer) in [("after", trainer.network.values), ("ema", trainer.average.values)] {
        let found = trainer.network.layout.values(of: entry, in: buffer)
        let expected = try reference.tensor("\(kind).\(entry.name)").values
        // Biases before a norm have no gradient but rounding, which AdamW makes as large as any other.
        let isFree = entry.name.hasSuffix("blocks.0.2.bias")
        for (one, other) in zip(found, expected) where !isFree {
          #expect(abs(one - other) <= 1e-4 + 1e-4 * abs(other), "\(kind) \(entry.name)")
        }
      }
    }
  }

  /// As after clip_grad_norm_, which shortens the gradients of most of these steps.
  @Test func clippedStepsArePyTorchs() throws {
    let trainer = try trainer(clip: 0.2)
    for index in 0..<150 { _ = try trainer.learn([example(index)]) }
    let after = try Self.fixture("clipped-steps")
    var moved: Float = 0
    for entry in trainer.network.layout.entries where !entry.name.hasSuffix("blocks.0.2.bias") {
      let found = trainer.network.layout.values(of: entry, in: trainer.network.values)
      let unclipped = try reference.tensor("after.\(entry.name)").values
      for (index, expected) in try after.tensor("after.\(entry.name)").values.enumerated() {
        #expect(abs(found[index] - expected) <= 1e-4 + 1e-4 * abs(expected), "\(entry.name)")
        moved = max(moved, abs(unclipped[index] - expected))
      }
    }
    #expect(moved > 0.005)
  }

  /// The same bits for any number of threads.
  @Test func threadsDontMatter() throws {
    func weights(threads: Int) throws -> [UInt32] {
      let trainer = try trainer(threads: threads, clip: 0.2)
      for index in 0..<24 { _ = try trainer.learn([example(index)]) }
      return trainer.network.layout.entries.flatMap { entry in
        [trainer.network.values, trainer.average.values].flatMap { buffer in
          trainer.network.layout.values(of: entry, in: buffer).map(\.bitPattern)
        }
      }
    }
    let one = try weights(threads: 1)
    #expect(try weights(threads: 2) == one)
    #expect(try weights(threads: 5) == one)
  }

  /// The same bits, however many sounds of a micro-batch are learnt from at once.
  @Test func soundsSideBySideDontMatter() throws {
    func weights(sideBySide: Int) throws -> [UInt32] {
      let trainer = try trainer(threads: 3, accumulate: 2, clip: 0.2, sideBySide: sideBySide)
      for index in 0..<6 { _ = try trainer.learn((0..<5).map { try example(index * 5 + $0) }) }
      #expect(trainer.optimiser.step == 3)
      let losses = try trainer.validate((0..<5).map { try example($0) })
      return [trainer.network.values, trainer.average.values].flatMap { buffer in
        trainer.network.layout.entries.flatMap { trainer.network.layout.values(of: $0, in: buffer).map(\.bitPattern) }
      } + losses.map { Float($0).bitPattern }
    }
    let one = try weights(sideBySide: 1)
    #expect(try weights(sideBySide: 2) == one)
    #expect(try weights(sideBySide: 3) == one)
  }

  /// Whichever of a micro-batch's sounds it is that has no loss is named.
  @Test(arguments: [1, 2]) func aLossThatIsNoNumberIsFound(sideBySide: Int) throws {
    let trainer = try trainer(sideBySide: sideBySide)
    var batch = try (0..<4).map { try example($0) }
    batch[2] = Trainer.Example(sound: [Float](repeating: .nan, count: 512), noise: batch[1].noise, sigma: 0.5)
    #expect(throws: TrainingError.lossNotFinite(example: 2)) { try trainer.learn(batch) }
    #expect(trainer.pending == 0 && trainer.average.calls == 0)
  }

  /// Several sounds in one micro-batch count as their mean: the same step as by accumulation.
  @Test func aBatchIsTheMeanOfItsExamples() throws {
    let (together, apart) = (try trainer(accumulate: 1), try trainer(accumulate: 3))
    let loss = try together.learn((0..<3).map { try example($0) })
    let losses = try (0..<3).map { try apart.learn([example($0)]) }
    #expect(abs(loss - losses.reduce(0, +) / 3) <= 1e-12)
    #expect(together.optimiser.step == 1 && apart.optimiser.step == 1)
    for entry in together.network.layout.entries where !entry.name.hasSuffix("blocks.0.2.bias") {
      let (one, other) = (
        together.network.layout.values(of: entry, in: together.network.values),
        apart.network.layout.values(of: entry, in: apart.network.values)
      )
      // The gradients' factors are rounded alike; only the order of additions is another.
      for (one, other) in zip(one, other) { #expect(abs(one - other) <= 2e-6, "\(entry.name)") }
    }
  }

  @Test func aLossThatIsNoNumberChangesNothing() throws {
    let trainer = try trainer()
    _ = try trainer.learn([example(0)])
    let before = trainer.network.layout.entries.map {
      trainer.network.layout.values(of: $0, in: trainer.network.values)
    }
    let bad = Trainer.Example(sound: [Float](repeating: .nan, count: 512), noise: try example(1).noise, sigma: 0.5)
    #expect(throws: TrainingError.lossNotFinite(example: 0)) { try trainer.learn([bad]) }
    #expect(trainer.pending == 1 && trainer.average.calls == 1)
    let after = trainer.network.layout.entries.map { trainer.network.layout.values(of: $0, in: trainer.network.values) }
    #expect(before == after)
  }

  @Test func validationLearnsNothing() throws {
    let trainer = try trainer()
    let first = try trainer.validate([example(3)])
    _ = try trainer.learn([example(0)])
    #expect(try trainer.validate([example(3)]) == first)
  }
}
