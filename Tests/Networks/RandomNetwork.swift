import Checkpoints
import Foundation
import Networks
import Tensors

/// A network with random weights of any architecture, by way of a .safetensors file that is made and read.
struct RandomNetwork {
  let architecture: NetworkDescription
  let weights: StateDict

  /// Weights are uniform with a standard deviation of 1 / sqrt(inputs), so that activations keep their size; norms'
  /// weights are around one.
  init(_ architecture: NetworkDescription, seed: Int = 0) throws {
    self.architecture = architecture
    var generator = TorchGenerator(seed: seed)
    var header: [String: Any] = [:]
    var data = Data()
    var hidden: [String: [Float]] = [:]
    for (name, shape) in architecture.expectedTensors() {
      let count = shape.reduce(1, *)
      let inputs = shape.dropFirst().reduce(1, *)
      let isNorm = shape.count == 1 && name.hasSuffix("weight")
      var values = generator.rand(count).map { (isNorm ? 1 : 0) + (2 * $0 - 1) * (3 / Float(inputs)).squareRoot() / 2 }
      // The repeated Linear of the time features is one tensor under two names.
      let shared = architecture.firstName(of: name)
      if let known = hidden[shared] {
        values = known
      } else if name.contains("blocks.1.blocks.0.0.") {
        hidden[name] = values
      }
      header[name] =
        ["dtype": "F32", "shape": shape, "data_offsets": [data.count, data.count + 4 * count]] as [String: Any]
      values.withUnsafeBytes { data.append(contentsOf: $0) }
    }
    let json = try JSONSerialization.data(withJSONObject: header)
    var file = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) }
    file.append(json)
    file.append(data)
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("random-\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: url) }
    try file.write(to: url)
    weights = try Checkpoint.open(url.path).stateDict
  }

  /// The same of a U-Net alone.
  init(_ unet: UNetDescription, seed: Int = 0) throws { try self.init(NetworkDescription(unet), seed: seed) }

  /// The network in fused kernels.
  func fused(
    _ instructionSet: InstructionSet = .best, _ precision: Engine.Precision = .f32, threads: Int = 2
  ) throws -> UNet.Fused {
    try UNet.Fused(
      architecture.unet, weights: weights,
      engine: Engine(kernels: .fused(instructionSet), precision: precision, threads: threads))
  }

  /// Noise [batch, in, length].
  func noise(batch: Int, length: Int) throws -> Tensor {
    var generator = TorchGenerator(seed: 1)
    let shape = [batch, architecture.inChannels, length]
    return try Tensor(shape: shape, values: generator.randn(try Tensor.count(of: shape)))
  }

  /// A U-Net by its numbers; nil for such as can't be.
  static func small(
    _ inputs: Int, _ outputs: Int, _ channels: [Int], _ factors: [Int], _ items: [Int], _ attentions: [Int],
    _ heads: Int, _ features: Int, modulation: Int, groups: Int
  ) -> UNetDescription? {
    try? UNetDescription(
      inChannels: inputs, outChannels: outputs, channels: channels, factors: factors, items: items,
      attentions: attentions, attentionHeads: heads, attentionFeatures: features, modulationFeatures: modulation,
      resnetGroups: groups)
  }

  /// Architectures whose sizes fit no vector, tile or panel, each with a length.
  static let odd: [(architecture: UNetDescription, length: Int)] = [
    (small(2, 2, [8, 16, 32], [1, 2, 4], [1, 2, 1], [0, 0, 1], 2, 16, modulation: 64, groups: 8), 1096),
    (small(2, 2, [6, 9], [1, 3], [1, 1], [0, 1], 3, 5, modulation: 7, groups: 3), 3 * 67),
    (small(1, 3, [5, 35], [2, 5], [2, 1], [1, 2], 1, 33, modulation: 33, groups: 5), 10 * 29),
    (small(3, 3, [48], [7], [0], [0], 1, 1, modulation: 1, groups: 1), 7),
    (small(20, 20, [40, 72], [1, 1], [1, 1], [2, 0], 2, 8, modulation: 20, groups: 4), 131),
    (small(2, 2, [16, 32], [4, 2], [1, 2], [1, 1], 4, 32, modulation: 32, groups: 8), 8 * 70),
    (small(2, 2, [8, 4100], [1, 1], [1, 0], [0, 0], 1, 1, modulation: 4, groups: 4), 100),
    (small(2, 2, [64, 130], [16, 2], [1, 1], [0, 1], 2, 64, modulation: 128, groups: 2), 32 * 9),
  ].compactMap { architecture, length in architecture.map { ($0, length) } }
}
