import Checkpoints
import Networks
import Tensors

extension DiffusionModel {
  /// Loads a model from a .ckpt, .pt, .pth or .safetensors file; only the tensors of the one network are read.
  ///
  /// - Parameters:
  ///   - config: config.yaml; when nil the one beside the checkpoint, and without that the shapes of the weights.
  ///   - weights: the network to take; when nil the online one, which the notebook plays, or the one there is.
  ///   - engine: what the network is computed with; the fastest there is when nil.
  ///   - shape: what the weights' shapes don't tell, for want of a config.
  ///   - isLed: whether its sounds are led away from another model's where its config says so.
  ///   - checkMemory: told about how much the network takes, with the one that its sounds are led away from, before
  ///     weights are read; what it throws ends it.
  /// - Throws: an error of Checkpoints, Networks or Diffusion that says what is wrong with which file.
  public static func load(
    checkpoint path: String, config configPath: String? = nil, weights: Weights? = nil,
    shape: UntoldShape = UntoldShape(), engine: Engine? = nil, isLed: Bool = true,
    checkMemory: (_ bytes: Int) throws -> Void = { _ in }
  ) throws -> (model: DiffusionModel, report: LoadReport) {
    let start = ContinuousClock.now
    let engine = try engine ?? Engine()
    let blueprint = try ModelBlueprint(path, config: configPath, weights: weights, shape: shape)
    let known = try blueprint.guidance()
    let guidance = isLed ? known.flatMap { $0.weight > 0 ? $0 : nil } : nil
    let blueprints = try [blueprint] + (guidance.map { [try ModelBlueprint($0.awayFrom)] } ?? [])
    // Floats, packed for products: a convolution's as Winograd's combinations.
    try checkMemory(8 * blueprints.reduce(0) { $0 + $1.architecture.parameterCount })
    let models = try engine.workers.map(blueprints.count) { try blueprints[$0].model(on: engine) }
    var model = models[0]
    model.configGuidance = known
    if let guidance {
      model = try model.led(awayFrom: models[1], weight: guidance.weight, over: guidance.interval)
    }

    let (found, config) = (blueprint.found, blueprint.config)
    var notes = blueprint.checkpoint.warnings
    if let note = found.note { notes.append(note) }
    if let length = config?.length, length != model.length {
      notes.append("the config's length of \(length) frames doesn't fit the network; \(model.length) is taken instead")
    }
    if let channels = config?.channels, channels != model.channels {
      notes.append("the config says channels: \(channels), but the network takes \(model.channels), and that counts")
    }
    let elapsed = ContinuousClock.now - start
    let report = LoadReport(
      matchedKeys: found.stateDict.names.count { found.stateDict[$0] != nil },
      parameterCount: model.network.parameterCount,
      architecture: blueprint.architecture.summary, weights: found.weights, trainingStep: model.trainingStep,
      bytesRead: found.stateDict.storedByteCount(of: found.stateDict.names), byteCount: blueprint.checkpoint.byteCount,
      seconds: Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18,
      config: blueprint.configPath ?? "read off the shapes", notes: notes)
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
    let blueprint = try ModelBlueprint(path, config: configPath, weights: weights, shape: shape)
    try blueprint.explaining { try blueprint.architecture.checkWeights(blueprint.found.stateDict) }
    return (blueprint.found.stateDict, blueprint.architecture, blueprint.config)
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
