import Checkpoints
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
  ///   - heads: attention heads, for want of a config. groups: the norms' groups likewise, 8 when nil.
  /// - Throws: an error of Checkpoints, Networks or Diffusion that says what is wrong with which file.
  public static func load(
    checkpoint path: String, config configPath: String? = nil, weights: Weights? = nil, heads: Int? = nil,
    groups: Int? = nil, engine: Engine? = nil
  ) throws -> (model: DiffusionModel, report: LoadReport) {
    let start = ContinuousClock.now
    let engine = try engine ?? Engine()
    let checkpoint = try Checkpoint.open(path)
    var notes = checkpoint.warnings
    let found = try FoundNetwork(in: checkpoint, asked: weights)
    if let note = found.note { notes.append(note) }

    let configPath = configPath ?? ModelConfig.beside(path)
    let config = try configPath.map { try ModelConfig.read($0) }
    let network: any VelocityNetwork
    do {
      let architecture = try UNetDescription(
        of: found, config: config, path: configPath, heads: heads, groups: groups)
      network = try engine.network(architecture, weights: found.stateDict)
    } catch let error as NetworkError {
      throw DiffusionError.weightsDontFit(path: path, config: configPath, error)
    }

    let model = DiffusionModel(
      network: network, engine: engine, sampleRate: config?.samplingRate ?? 44100,
      length: network.architecture.nearestLength(to: config?.length ?? usualLength),
      channels: network.architecture.inChannels, path: path, trainingStep: checkpoint.globalStep,
      weights: found.weights)
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
  /// The weights in a checkpoint with their architecture and config, as `load` finds them, for a training to begin with.
  public static func weights(
    of path: String, config configPath: String? = nil, weights: Weights? = nil, heads: Int? = nil, groups: Int? = nil
  ) throws -> (stateDict: StateDict, architecture: UNetDescription, config: ModelConfig?) {
    let found = try FoundNetwork(in: Checkpoint.open(path), asked: weights)
    let configPath = configPath ?? ModelConfig.beside(path)
    let config = try configPath.map { try ModelConfig.read($0) }
    do {
      let architecture = try UNetDescription(
        of: found, config: config, path: configPath, heads: heads, groups: groups)
      if config != nil {
        // What was read from the weights themselves fits them; what a file says may not.
        let layout = ParameterLayout(architecture)
        try layout.read(found.stateDict, of: architecture, into: FloatBuffer(layout.count))
      }
      return (found.stateDict, architecture, config)
    } catch let error as NetworkError {
      throw DiffusionError.weightsDontFit(path: path, config: configPath, error)
    }
  }
}

extension UNetDescription {
  /// The config's network, or without one what the weights' shapes tell.
  fileprivate init(
    of found: FoundNetwork, config: ModelConfig?, path: String?, heads: Int?, groups: Int?
  ) throws {
    if let config, let path {
      try self.init(config: config.network, path: path, heads: heads, groups: groups)
    } else {
      try self.init(reading: found.stateDict, heads: heads, groups: groups)
    }
  }

  /// The config's network; throws when options contradict it.
  fileprivate init(config: NetworkConfig, path: String, heads: Int?, groups: Int?) throws {
    try self.init(config: config)
    if let heads, attends, heads != attentionHeads {
      throw DiffusionError.headsContradictConfig(heads: heads, config: attentionHeads, path: path)
    }
    if let groups, groups != resnetGroups {
      throw DiffusionError.groupsContradictConfig(groups: groups, config: resnetGroups, path: path)
    }
  }
}
