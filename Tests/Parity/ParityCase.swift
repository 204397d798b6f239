import Checkpoints
import Diffusion
import Foundation
import Networks
import Tensors
import Testing

/// A folder with a checkpoint and, in reference.safetensors, what PyTorch makes of it.
///
/// The names are `noise.<seed>` [B, C, L], `velocity.<seed>.<sigma>` and `sample.<seed>.<steps>`, as the notebook
/// computes them, and `ema.velocity.…`, `ema.sample.…` by the averaged weights. options.json says what a checkpoint
/// without config.yaml leaves open.
struct ParityCase: Sendable, CustomTestStringConvertible {
  let folder: URL

  var testDescription: String { folder.lastPathComponent }

  /// One pass: absolute plus relative.
  static let passTolerance: Float = 1e-4
  /// A whole sampling, up to 50 passes: absolute plus relative.
  static let sampleTolerance: Float = 1e-3
  /// The fused network against the plain layers, one pass and 50: absolute plus relative.
  static let enginePassTolerance: Float = 2e-5
  static let engineSampleTolerance: Float = 5e-4
  /// Random numbers: absolute plus relative.
  static let noiseTolerance: Float = 5e-7

  private struct Options: Decodable {
    var heads, groups, stride, patch: Int?
  }

  /// The model, and the report of its loading.
  func load(
    _ weights: DiffusionModel.Weights?, engine: Engine? = nil
  ) throws -> (model: DiffusionModel, report: LoadReport) {
    let names = ["model.ckpt", "model.safetensors"]
    let paths = names.map { folder.appendingPathComponent($0).path }
    let path = try #require(
      paths.first { FileManager.default.fileExists(atPath: $0) }, "\(folder.path) has no checkpoint")
    let options = try? JSONDecoder().decode(
      Options.self, from: Data(contentsOf: folder.appendingPathComponent("options.json")))
    return try DiffusionModel.load(
      checkpoint: path, weights: weights,
      shape: UntoldShape(
        heads: options?.heads, groups: options?.groups, stride: options?.stride, patch: options?.patch), engine: engine)
  }

  /// PyTorch's values.
  func reference() throws -> StateDict {
    try Checkpoint.open(folder.appendingPathComponent("reference.safetensors").path).stateDict
  }

  /// Compares everything that the reference holds of this folder's networks and returns how much that was.
  func compare() throws -> Int {
    let reference = try reference()
    var compared = try compareNoise(reference)
    compared += try compare(load(nil).model, reference, prefix: "")
    if reference.hasPrefix("ema.") { compared += try compare(load(.ema).model, reference, prefix: "ema.") }
    return compared
  }

  /// Holds the plain layers against PyTorch and the fused network, and the fused network's bits against its own on
  /// every instruction set and number of threads, for one pass over each noise of the reference.
  func compareEngines() throws {
    let reference = try reference()
    let fused = try load(nil).model
    let plain = try load(nil, engine: Engine(kernels: .openblas)).model
    for name in reference.names.filter({ $0.hasPrefix("noise.") }) {
      let noise = try reference.tensor(name)
      let sigmas = [Float](repeating: 0.5, count: noise.shape[0])
      let label = "\(folder.lastPathComponent) \(name)"
      let (expected, found) = try (
        plain.network.velocity(of: noise, sigma: sigmas), fused.network.velocity(of: noise, sigma: sigmas)
      )
      expectClose(found, expected, Self.enginePassTolerance, label)
      let velocity = name.replacing("noise.", with: "velocity.") + ".0.5"
      if reference.contains(velocity) {
        try expectClose(expected, reference.tensor(velocity), Self.passTolerance, "\(label), plain layers")
      }
      for kernels in Engine.Kernels.allCases where kernels.isAvailable && kernels != .openblas {
        // Without instructions for it, a pass of the published network takes ten seconds: once is enough.
        for threads in kernels == .fused(.portable) ? [2] : [1, 2, 3, 7] {
          let model = try load(nil, engine: Engine(kernels: kernels, threads: threads)).model
          #expect(
            try model.network.velocity(of: noise, sigma: sigmas) == found, "\(label), \(kernels), \(threads) threads")
        }
      }
    }
  }

  private func compareNoise(_ reference: StateDict) throws -> Int {
    let names = reference.names.filter { $0.hasPrefix("noise.") }
    for name in names {
      let expected = try reference.tensor(name)
      var generator = TorchGenerator(seed: try #require(Int(name.dropFirst("noise.".count))))
      let found = try Tensor(shape: expected.shape, values: generator.randn(expected.count))
      expectClose(found, expected, Self.noiseTolerance, "\(folder.lastPathComponent) \(name)")
    }
    return names.count
  }

  private func compare(_ model: DiffusionModel, _ reference: StateDict, prefix: String) throws -> Int {
    var compared = 0
    for name in reference.names where name.hasPrefix(prefix) {
      let parts = name.dropFirst(prefix.count).split(separator: ".", maxSplits: 2).map(String.init)
      guard parts.count == 3, ["velocity", "sample"].contains(parts[0]) else { continue }
      let (noise, expected) = try (reference.tensor("noise.\(parts[1])"), reference.tensor(name))
      let label = "\(folder.lastPathComponent) \(name)"
      if parts[0] == "velocity" {
        let sigma = try #require(Float(parts[2]))
        let sigmas = [Float](repeating: sigma, count: noise.shape[0])
        let found = try model.network.velocity(of: noise, sigma: sigmas)
        expectClose(found, expected, Self.passTolerance, label)
      } else {
        var run = try DenoisingRun(network: model.network, noise: noise, steps: #require(Int(parts[2])))
        try run.finish()
        expectClose(run.state, expected, Self.sampleTolerance, label)
      }
      compared += 1
    }
    return compared
  }
}

/// Expects one shape, and |found − expected| ≤ tolerance·(1 + |expected|) everywhere.
func expectClose(
  _ found: Tensor, _ expected: Tensor, _ tolerance: Float, _ label: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found.shape == expected.shape, "\(label)", sourceLocation: sourceLocation)
  let errors = zip(found.values, expected.values).map { abs($0 - $1) / (1 + abs($1)) }
  #expect(
    errors.allSatisfy { $0 <= tolerance }, "\(label): off by \(errors.max() ?? 0)", sourceLocation: sourceLocation)
}
