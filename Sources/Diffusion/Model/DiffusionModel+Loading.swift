import Checkpoints
import Files
import Foundation
import Networks
import Tensors

extension DiffusionModel {
  /// Frames of a training sound where no config tells: the published models' 0.74 s.
  private static let usualLength = 32768

  /// Loads a model from a .ckpt, .pt, .pth or .safetensors file; only the tensors of the one network are read.
  ///
  /// - Parameters:
  ///   - config: config.yaml; when nil the one beside the checkpoint, and without that the shapes of the weights.
  ///   - weights: the network to take; when nil the online one, which the notebook plays, or the one there is.
  ///   - engine: what the network is computed with; the fastest there is when nil.
  ///   - shape: what the weights' shapes don't tell, for want of a config.
  ///   - isLed: whether its sounds are led away from another model's where its config says so.
  ///   - checkMemory: told about how much the network takes before its weights are read; what it throws ends it.
  /// - Throws: an error of Checkpoints, Networks or Diffusion that says what is wrong with which file.
  public static func load(
    checkpoint path: String, config configPath: String? = nil, weights: Weights? = nil,
    shape: UntoldShape = UntoldShape(), engine: Engine? = nil, isLed: Bool = true,
    checkMemory: (_ bytes: Int) throws -> Void = { _ in }
  ) throws -> (model: DiffusionModel, report: LoadReport) {
    let start = ContinuousClock.now
    let engine = try engine ?? Engine()
    let identity = FileIdentity(path)
    let checkpoint = try ModelSource.opened(path)
    var notes = checkpoint.warnings
    let found = try FoundNetwork(in: checkpoint, asked: weights)
    if let note = found.note { notes.append(note) }

    let (config, configPath) = try Self.config(of: checkpoint, given: configPath)
    let sampler = try Sampler(of: config, at: configPath)
    let guidance = try GuidanceConfig(of: config, at: configPath)
    let network: any VelocityNetwork
    do {
      let architecture = try NetworkDescription(
        of: found, config: config, path: configPath, shape)
      // Floats, packed for products: a convolution's as Winograd's combinations.
      try checkMemory(8 * architecture.parameterCount)
      network = try engine.network(architecture, weights: found.stateDict)
    } catch let error as NetworkError {
      throw ModelError.weightsDontFit(path: path, config: configPath, error)
    }

    var model = DiffusionModel(
      network: network, engine: engine, sampleRate: config?.samplingRate ?? 44100,
      length: network.architecture.nearestLength(to: config?.length ?? usualLength),
      channels: network.architecture.inChannels, gain: Float(config?.gain ?? 1),
      sampler: sampler, finish: SoundFinish(config),
      source: ModelSource(path: path, identity: identity, weights: found.weights),
      about: checkpoint.about, trainingStep: checkpoint.globalStep)
    model.configGuidance = guidance
    if isLed { model = try model.led(checkMemory: checkMemory) }
    if let length = config?.length, length != model.length {
      notes.append("the config's length of \(length) frames doesn't fit the network; \(model.length) is taken instead")
    }
    if let channels = config?.channels, channels != model.channels {
      notes.append("the config says channels: \(channels), but the network takes \(model.channels), and that counts")
    }
    let elapsed = ContinuousClock.now - start
    let report = LoadReport(
      matchedKeys: found.stateDict.names.count { found.stateDict[$0] != nil }, parameterCount: network.parameterCount,
      architecture: network.architecture.summary, weights: found.weights, trainingStep: checkpoint.globalStep,
      bytesRead: found.stateDict.storedByteCount(of: found.stateDict.names), byteCount: checkpoint.byteCount,
      seconds: Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18,
      config: configPath ?? "read off the shapes", notes: notes)
    return (model, report)
  }
}

extension DiffusionModel {
  /// The weights that the model was loaded with, from its file, by names relative to the network.
  public func storedWeights() throws -> StateDict { try source.storedWeights() }

  /// The weights in a checkpoint with their architecture and config, as `load` finds them, for a training to begin
  /// with.
  public static func weights(
    of path: String, config configPath: String? = nil, weights: Weights? = nil,
    shape: UntoldShape = UntoldShape()
  ) throws -> (stateDict: StateDict, architecture: NetworkDescription, config: ModelConfig?) {
    let checkpoint = try ModelSource.opened(path)
    let found = try FoundNetwork(in: checkpoint, asked: weights)
    let (config, configPath) = try config(of: checkpoint, given: configPath)
    _ = try Sampler(of: config, at: configPath)
    do {
      let architecture = try NetworkDescription(
        of: found, config: config, path: configPath, shape)
      try architecture.checkWeights(found.stateDict)
      return (found.stateDict, architecture, config)
    } catch let error as NetworkError {
      throw ModelError.weightsDontFit(path: path, config: configPath, error)
    }
  }
}

extension DiffusionModel {
  /// The configuration that is given, else the one that the file holds itself, else the one beside it; and where it is.
  private static func config(of checkpoint: Checkpoint, given: String?) throws -> (ModelConfig?, path: String?) {
    if given == nil, let own = try checkpoint.config { return (own, checkpoint.path) }
    let path = given ?? ModelConfig.beside(checkpoint.path)
    return (try path.map { try ModelConfig.read($0) }, path)
  }
}

/// What of an architecture the weights' shapes don't tell; each nil where nobody says.
public struct UntoldShape: Sendable, Equatable {
  /// Attention heads, and groups of the ResNet norms, 8 when nil.
  public var heads, groups: Int?
  /// A learned transform's stride, and how many frames a patch has; none when nil.
  public var stride, patch: Int?

  /// Nothing is told but what is given.
  public init(heads: Int? = nil, groups: Int? = nil, stride: Int? = nil, patch: Int? = nil) {
    (self.heads, self.groups, self.stride, self.patch) = (heads, groups, stride, patch)
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
