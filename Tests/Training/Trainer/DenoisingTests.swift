import Checkpoints
import Diffusion
import Foundation
import Networks
import Tensors
import Testing
import Training

/// The network in training is one like others: every sampler runs on it.
@Suite struct DenoisingTests {
  let weights: StateDict
  let architecture: NetworkDescription
  let network: TrainableNetwork

  init() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    weights = try Checkpoint.open(tests.appendingPathComponent("Fixtures/fifty-steps.safetensors").path).stateDict
      .removingPrefix("before.")
    architecture = try NetworkDescription(reading: weights, heads: 2, groups: 4)
    let layout = ParameterLayout(architecture)
    let values = FloatBuffer(layout.count)
    try layout.read(weights, of: architecture, into: values)
    network = try TrainableNetwork(architecture, values: values, length: 256, engine: Engine(threads: 2))
  }

  /// Sounds of 20 steps within what those of different kernels may differ by, absolute plus relative.
  @Test(arguments: Sampler.allCases) func everySamplerRuns(_ sampler: Sampler) throws {
    var generator = TorchGenerator(seed: 4)
    let noise = try Tensor(shape: [2, 2, 256], values: generator.randn(2 * 2 * 256))
    func sound(_ network: any VelocityNetwork) throws -> [Float] {
      var run = try DenoisingRun(
        network: network, noise: noise, steps: 20, sampler: sampler, fresh: FreshNoise(generator))
      try run.finish()
      return run.state.values
    }
    let found = try sound(network.with(network.values))
    for engine in try [Engine(threads: 2), Engine(kernels: .openblas)] {
      let expected = try sound(engine.network(architecture, weights: weights))
      #expect(Set(expected).count > 500)
      for (one, other) in zip(found, expected) {
        #expect(abs(one - other) <= 5e-4 + 5e-4 * abs(other), "\(engine.summary)")
      }
    }
  }

  /// A step of learning from it moves what the trained weights make, and not what others do.
  @Test func learningMovesItsOwnWeightsAlone() throws {
    var generator = TorchGenerator(seed: 5)
    let x = try Tensor(shape: [1, 2, 256], values: generator.randn(512))
    let trainer = try Trainer(network, optimiser: .init(learningRate: 1e-2), on: try Engine(threads: 2))
    let average = network.with(trainer.average.values)
    let before = try average.velocity(of: x, sigma: [0.5])
    #expect(try network.with(network.values).velocity(of: x, sigma: [0.5]) == before)
    _ = try trainer.learn([.init(sound: generator.randn(512), noise: x.values, sigma: 0.5)])
    #expect(try average.velocity(of: x, sigma: [0.5]) == before)
    #expect(try network.with(network.values).velocity(of: x, sigma: [0.5]) != before)
  }
}
