import Checkpoints
import Diffusion
import Foundation
import Networks
import Tensors
import Testing

/// Loading, on the genuine checkpoint in Tests/Fixtures/first-sound.
struct DiffusionModelTests {
  static let firstSound = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/first-sound")
  static let checkpoint = firstSound.appendingPathComponent("model.ckpt").path

  /// Runs `body` on a folder of its own that has the checkpoint but no config.
  private func withoutConfig<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("drums v7.ckpt").path
    try FileManager.default.copyItem(atPath: Self.checkpoint, toPath: path)
    return try body(path)
  }

  @Test func readsTheArchitectureOffTheShapes() throws {
    let (known, _) = try DiffusionModel.load(checkpoint: Self.checkpoint)
    let heads = known.network.architecture.unet.attentionHeads
    try withoutConfig { path in
      let (model, report) = try DiffusionModel.load(checkpoint: path, shape: UntoldShape(heads: heads))
      #expect(model.network.architecture == known.network.architecture)
      #expect(report.config == "read off the shapes")
      #expect(model.name == "drums v7" && model.sampleRate == 44100 && model.length == 32768)
    }
  }

  @Test func asksForHeadsWithoutAConfig() throws {
    try withoutConfig { path in
      let error = #expect(throws: ModelError.self) { try DiffusionModel.load(checkpoint: path) }
      guard case .weightsDontFit(path, nil, .headsUnknown) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  @Test func takesTheNamedConfig() throws {
    try withoutConfig { path in
      let config = Self.firstSound.appendingPathComponent("config.yaml").path
      let (model, report) = try DiffusionModel.load(checkpoint: path, config: config)
      #expect(report.config == config)
      #expect(try model.length == ModelConfig.read(config).length)
    }
  }

  @Test func saysWhereFileAndConfigDisagree() throws {
    try withoutConfig { path in
      let text = try String(contentsOf: Self.firstSound.appendingPathComponent("config.yaml"), encoding: .utf8)
      let features = try ModelConfig.read(Self.firstSound.appendingPathComponent("config.yaml").path)
        .network.modulationFeatures
      let changed = text.replacingOccurrences(
        of: "modulation_features: \(features)", with: "modulation_features: \(features + 1)")
      try #require(changed != text)
      let config = path + ".yaml"
      try changed.write(toFile: config, atomically: true, encoding: .utf8)
      let error = #expect(throws: ModelError.self) { try DiffusionModel.load(checkpoint: path, config: config) }
      let lines = try #require(error).description.split(separator: "\n").map(String.init)
      #expect(lines.first?.hasPrefix("\(path): doesn't fit the configuration in \(config)") == true)
      #expect(lines.contains("  blocks.0.to_out.weight: expected [\(features + 1), 257], found [\(features), 257]"))
    }
  }

  @Test func saysWhereTheConfigDisagreesWithItself() throws {
    try withoutConfig { path in
      let text = try String(contentsOf: Self.firstSound.appendingPathComponent("config.yaml"), encoding: .utf8)
      let config = path + ".yaml"
      try text.replacing("\nchannels: 2", with: "\nchannels: 1")
        .write(toFile: config, atomically: true, encoding: .utf8)
      let (model, report) = try DiffusionModel.load(checkpoint: path, config: config)
      #expect(model.channels == 2)
      #expect(report.notes.contains("the config says channels: 1, but the network takes 2, and that counts"))
    }
  }

  @Test func refusesOptionsThatContradictTheConfig() throws {
    #expect(throws: ModelError.self) {
      try DiffusionModel.load(checkpoint: Self.checkpoint, shape: UntoldShape(heads: 3))
    }
    #expect(throws: ModelError.self) {
      try DiffusionModel.load(checkpoint: Self.checkpoint, shape: UntoldShape(groups: 1))
    }
  }

  @Test func takesTheWeightsThatAreAskedFor() throws {
    let (ema, _) = try DiffusionModel.load(checkpoint: Self.checkpoint, weights: .ema)
    let (online, report) = try DiffusionModel.load(checkpoint: Self.checkpoint, weights: .online)
    #expect(online.weights == .online && report.weights == .online)
    let noise = try Tensor.zeros([1, 2, ema.length])
    #expect(try ema.network.velocity(of: noise, sigma: [0.5]) != online.network.velocity(of: noise, sigma: [0.5]))
  }

  @Test func refusesFilesThatHoldNoNetwork() throws {
    let layers = Self.firstSound.deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Tensors/Fixtures/random.safetensors").path
    let error = #expect(throws: ModelError.self) { try DiffusionModel.load(checkpoint: layers) }
    guard case .noNetwork(layers, let examples) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(examples.count == 3)
  }

  @Test func refusesFilesThatAreNoCheckpoint() {
    #expect(throws: CheckpointError.self) { try DiffusionModel.load(checkpoint: #filePath) }
    #expect(throws: CheckpointError.self) { try DiffusionModel.load(checkpoint: "/nowhere/model.ckpt") }
  }

  /// A file with one network only, which the layer tests' fixture happens to be: `unet.net.…`, and nothing of EMA.
  @Test func saysWhenThereIsNoEMA() throws {
    let layers = Self.firstSound.deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Networks/Fixtures/layers.safetensors").path
    #expect(throws: ModelError.weightsMissing(asked: .ema, path: layers)) {
      try DiffusionModel.load(checkpoint: layers, weights: .ema, shape: UntoldShape(heads: 2, groups: 2))
    }
  }
}
