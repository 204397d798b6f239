import Checkpoints
import Files
import Networks

/// What the file of a model and its config tell before the weights are read.
struct ModelBlueprint {
  private let path: String
  private let identity: FileIdentity?
  let checkpoint: Checkpoint
  /// The network that was chosen.
  let found: FoundNetwork
  /// The config.yaml that is given, else the file's own, else the one beside it; and where it is.
  let config: ModelConfig?
  let configPath: String?
  private let sampler: Sampler
  let architecture: NetworkDescription

  /// Opens a .ckpt, .pt, .pth or .safetensors file; see `DiffusionModel.load`.
  /// - Throws: an error of Checkpoints, Networks or Diffusion that says what is wrong with which file.
  init(
    _ path: String, config given: String? = nil, weights: DiffusionModel.Weights? = nil,
    shape: UntoldShape = UntoldShape()
  ) throws {
    self.path = path
    identity = FileIdentity(path)
    checkpoint = try ModelSource.opened(path)
    found = try FoundNetwork(in: checkpoint, asked: weights)
    if given == nil, let own = try checkpoint.config {
      (config, configPath) = (own, checkpoint.path)
    } else {
      configPath = given ?? ModelConfig.beside(checkpoint.path)
      config = try configPath.map { try ModelConfig.read($0) }
    }
    sampler = try Sampler(of: config, at: configPath)
    do {
      architecture = try NetworkDescription(of: found, config: config, path: configPath, shape)
    } catch let error as NetworkError {
      throw ModelError.weightsDontFit(path: path, config: configPath, error)
    }
  }

  /// What the config leads the model's sounds away from.
  /// - Throws: where it names no model that comes with drumlin.
  func guidance() throws(ConfigError) -> GuidanceConfig? { try GuidanceConfig(of: config, at: configPath) }

  /// The model by itself, whose weights are read and packed for `engine`, on the thread that calls.
  func model(on engine: Engine) throws -> DiffusionModel {
    let network = try explaining { try engine.network(architecture, weights: found.stateDict) }
    return DiffusionModel(
      network: network, engine: engine, sampleRate: config?.samplingRate ?? 44100,
      length: architecture.nearestLength(to: config?.length ?? Self.usualLength),
      channels: architecture.inChannels, gain: Float(config?.gain ?? 1),
      sampler: sampler, denoisingSteps: config?.denoisingSteps, finish: SoundFinish(config),
      source: ModelSource(path: path, identity: identity, weights: found.weights),
      about: checkpoint.about, trainingStep: checkpoint.globalStep)
  }

  /// Frames of a training sound where no config tells: the published models' 0.74 s.
  private static let usualLength = 32768

  /// What `body` gives; what doesn't fit of the weights becomes an error that names the files.
  func explaining<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as NetworkError {
      throw ModelError.weightsDontFit(path: path, config: configPath, error)
    }
  }
}

extension NetworkDescription {
  /// The config's network, or without one what the weights' shapes tell.
  fileprivate init(of found: FoundNetwork, config: ModelConfig?, path: String?, _ shape: UntoldShape) throws {
    if let config, let path {
      try self.init(config: config.network, path: path, shape)
    } else {
      try self.init(
        reading: found.stateDict, heads: shape.heads, groups: shape.groups, stride: shape.stride, patch: shape.patch)
    }
  }

  /// The config's network; throws when options contradict it.
  fileprivate init(config: NetworkConfig, path: String, _ shape: UntoldShape) throws {
    try self.init(config: config)
    var (stride, patch) = (1, 1)
    switch transform {
    case .learned(_, _, let frames): stride = frames
    case .patch(let size): patch = size
    case .none, .lapped: break
    }
    let told = [
      ("attention heads", shape.heads, unet.attends ? unet.attentionHeads : nil),
      ("groups", shape.groups, unet.resnetGroups), ("frames of stride", shape.stride, stride),
      ("frames to a patch", shape.patch, patch),
    ]
    for (unit, given, known) in told {
      if let given, let known, given != known {
        throw ModelError.optionContradictsConfig(unit: unit, given: given, config: known, path: path)
      }
    }
  }
}
