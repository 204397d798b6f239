import Audio
import Checkpoints
import Diffusion
import Foundation
import Hub
import Language
import Networks
import Tensors
import Text
import Training

/// What a call of `train` asks for, found and checked before anything is written.
struct TrainingSetup {
  private typealias Standard = NetworkConfig.Standard

  let plan: TrainingPlan
  let folder: RunFolder
  let config: ModelConfig
  let architecture: NetworkDescription
  let dataset: Dataset
  /// What a new training begins with; nothing for fresh weights.
  let weights: StateDict?
  let isResumed: Bool

  init(_ call: Call, session: Session) throws {
    var plan: TrainingPlan
    if let output = call[Train.resume] {
      isResumed = true
      folder = RunFolder(output.name)
      plan = try call.blaming(Train.resume) { [folder] in try folder.readPlan() }
      let fixed: [any OptionDeclaration] = [
        TrainingOptions.batch, TrainingOptions.accumulate, TrainingOptions.seed, ModelOptions.weights,
      ]
      try Self.refuse(
        [Train.out, Train.from, Train.config] + TrainingOptions.network + fixed, beside: Train.resume,
        "what a training began with stays as it is", call)
      if let dataset = call[Train.dataset] {
        plan.dataset = URL(fileURLWithPath: dataset).absoluteURL.standardized.path
      }
    } else {
      isResumed = false
      guard let dataset = call[Train.dataset] else {
        throw CommandFailure(
          "DATASET is missing", hint: "train FOLDER-OF-SOUNDS --out FOLDER, or train --resume FOLDER")
      }
      guard let out = call[Train.out] else {
        throw CommandFailure("--out is missing", hint: "it names the folder that the training is kept in")
      }
      folder = RunFolder(out.name)
      try call.blaming(Train.out) { [folder] in try folder.checkIsFree() }
      // A training can be resumed from another folder than it was begun in.
      plan = TrainingPlan(dataset: URL(fileURLWithPath: dataset).absoluteURL.standardized.path)
      plan.origin = call[Train.from]
    }
    plan.take(call)
    self.plan = plan

    var weights: StateDict?
    if isResumed {
      config = try call.blaming(Train.resume) { [folder] in try ModelConfig.read(folder.config) }
      architecture = try NetworkDescription(config: config.network)
    } else if let path = call[Train.from] {
      try Self.refuse(
        [
          TrainingOptions.channels, TrainingOptions.factors, TrainingOptions.items, TrainingOptions.attentions,
          TrainingOptions.features, TrainingOptions.modulation, TrainingOptions.filters, TrainingOptions.window,
          TrainingOptions.soundChannels,
        ],
        beside: Train.from, "the checkpoint tells what its network is like", call)
      (config, architecture, weights) = try call.blaming(Train.from) { try Self.opened(path, session, call) }
    } else if let path = call[Train.config] {
      let ofSounds: Set<String> = [
        RunOptions.length.name, TrainingOptions.sampleRate.name, TrainingOptions.gain.name,
      ]
      try Self.refuse(
        TrainingOptions.network.filter { !ofSounds.contains($0.name) }, beside: Train.config,
        "write into that file what the network is to be like", call)
      (config, architecture) = try call.blaming(Train.config) { try Self.configured(path, call) }
    } else {
      config = try Self.described(call)
      architecture = try call.blaming(TrainingOptions.channels) { [config] in
        try NetworkDescription(config: config.network)
      }
    }
    self.weights = weights
    let length = config.length ?? Standard.length
    try call.blaming(RunOptions.length) { [architecture] in try architecture.check(length: length) }
    let preparation = try Preparation(
      sampleRate: config.samplingRate ?? Standard.sampleRate, channels: architecture.inChannels, length: length,
      loudness: Preparation.loudness(gain: config.gain ?? 1))
    dataset = try call.blaming(
      call.isGiven(Train.dataset) ? Train.dataset : Train.resume as any ArgumentDeclaration
    ) { [plan, isResumed] in
      try Self.found(plan, preparation, session.engine.workers, isResumed: isResumed) { progress in
        if case .preparing(let done, let count) = progress {
          call.host.show(Progress("reading sounds", done: done, total: count))
        }
        try call.checkInterrupt()
      }
    }
    call.host.show(nil)
  }

  /// A config.yaml's network, on sounds as it says or the options.
  private static func configured(_ path: String, _ call: Call) throws -> (ModelConfig, NetworkDescription) {
    var config = try ModelConfig.read(path)
    let architecture = try NetworkDescription(config: config.network)
    config.samplingRate = call.given(TrainingOptions.sampleRate) ?? config.samplingRate
    if call.isGiven(RunOptions.length) {
      config.length = length(call, architecture, rate: config.samplingRate ?? Standard.sampleRate)
    }
    config.gain = gain(call) ?? config.gain
    return (config, architecture)
  }

  /// The length that `--length` asks for, in frames as it is, in seconds as the nearest that the network takes.
  private static func length(_ call: Call, _ architecture: NetworkDescription, rate: Double) -> Int {
    let asked = call[RunOptions.length]
    let frames = asked.map { $0.unit == .seconds ? $0.value * rate : $0.value } ?? Double(Standard.length)
    return asked?.unit == Language.Unit.none ? Int(frames) : architecture.nearestLength(to: Int(frames))
  }

  /// The sounds, with a word about where they may be when a training that goes on does not find them.
  private static func found(
    _ plan: TrainingPlan, _ preparation: Preparation, _ workers: Workers, isResumed: Bool,
    onProgress: (Dataset.Progress) throws -> Void
  ) throws -> Dataset {
    do {
      return try Dataset(plan.dataset, preparation: preparation, workers: workers, onProgress: onProgress)
    } catch DatasetError.missing(let folder) where isResumed {
      throw CommandFailure(
        "the sounds that the training learns from are gone: there is no folder '\(folder)'",
        hint: "put it back, or say where they are now: train FOLDER-OF-SOUNDS --resume …")
    }
  }

  /// Throws when an option is given that would have no effect beside another one.
  private static func refuse(
    _ options: [any OptionDeclaration], beside other: any OptionDeclaration, _ reason: String, _ call: Call
  ) throws {
    for option in options where call.isGiven(option) {
      throw CommandFailure("--\(option.name) and --\(other.name) don't go together", hint: reason, argument: option)
    }
  }

  /// A checkpoint's network and weights.
  private static func opened(
    _ path: String, _ session: Session, _ call: Call
  ) throws -> (ModelConfig, NetworkDescription, StateDict) {
    let file = call[Train.config]
    let fetched =
      HubName.isMeant(by: path)
      ? try call.fetched(path, withConfig: file == nil, environment: session.environment) : nil
    let (found, architecture, known) = try suggestingModels(path) {
      try DiffusionModel.weights(
        of: fetched?.path ?? path, config: file, weights: call[ModelOptions.weights],
        shape: UntoldShape(
          heads: call.given(TrainingOptions.heads), groups: call.given(TrainingOptions.groups),
          stride: call[TrainingOptions.stride], patch: call[TrainingOptions.patch]))
    }
    let rate = call.given(TrainingOptions.sampleRate) ?? known?.samplingRate ?? Standard.sampleRate
    let frames =
      call.isGiven(RunOptions.length)
      ? length(call, architecture, rate: rate) : architecture.nearestLength(to: known?.length ?? Standard.length)
    let config = ModelConfig(
      samplingRate: rate, length: frames, channels: architecture.inChannels, gain: gain(call) ?? known?.gain,
      network: architecture.config)
    return (config, architecture, found)
  }

  /// What `--gain` says as a factor.
  private static func gain(_ call: Call) -> Double? {
    call.given(TrainingOptions.gain).map(Sound.factor(decibels:))
  }

  /// The network that the options describe.
  private static func described(_ call: Call) throws -> ModelConfig {
    guard let channels = call[TrainingOptions.channels] else {
      throw CommandFailure(
        "nothing says what the network is like", hint: "--config FILE, --from CHECKPOINT, or --channels [32, 64, …]")
    }
    let attentions = call[TrainingOptions.attentions]
    let sounds = call[TrainingOptions.soundChannels]
    let network = NetworkConfig(
      inChannels: sounds, channels: channels,
      factors: call[TrainingOptions.factors] ?? channels.map { _ in Standard.factor },
      items: call[TrainingOptions.items] ?? channels.map { _ in Standard.items }, attentions: attentions,
      attentionHeads: attentions.map { _ in call[TrainingOptions.heads] },
      attentionFeatures: attentions.map { _ in call[TrainingOptions.features] },
      modulationFeatures: call[TrainingOptions.modulation], resnetGroups: call[TrainingOptions.groups],
      transform: try transform(call))
    let rate = call[TrainingOptions.sampleRate]
    let architecture = try call.blaming(TrainingOptions.channels) { try NetworkDescription(config: network) }
    return ModelConfig(
      samplingRate: rate, length: length(call, architecture, rate: rate), channels: sounds,
      gain: gain(call), network: network)
  }

  /// The transform around the U-Net that the options describe.
  private static func transform(_ call: Call) throws -> SignalTransform {
    let ofTransforms: [any OptionDeclaration] = [TrainingOptions.window, TrainingOptions.stride]
    for option in ofTransforms where call.isGiven(option) && !call.isGiven(TrainingOptions.filters) {
      throw CommandFailure(
        "--\(option.name) is a learned transform's", hint: "give its --filters too, such as 32", argument: option)
    }
    switch (call[TrainingOptions.filters], call[TrainingOptions.patch]) {
    case (nil, nil): return .none
    case (nil, let size?): return .patch(size: size)
    case (let filters?, nil):
      let window = call[TrainingOptions.window]
      return .learned(filters: filters, window: window, stride: call[TrainingOptions.stride] ?? window)
    case (_?, _?):
      throw CommandFailure(
        "a network has a learned transform or patches, not both", hint: "leave --filters or --patch out",
        argument: TrainingOptions.patch)
    }
  }

  // MARK: What it takes

  /// Bytes of memory, with some for the sounds.
  var memoryNeeded: Int? {
    let length = config.length ?? Standard.length
    let sounds = min(Dataset.defaultBudget, dataset.count * length * architecture.inChannels * 4)
    return TrainableNetwork.memoryNeeded(architecture, length: length, recomputes: plan.recomputes) + sounds
  }

  /// Bytes of the state and two checkpoints, one of them twice while it is replaced.
  var diskNeeded: Int { architecture.parameterCount * 4 * 18 }

  /// The sounds and the network, in some lines.
  var summary: [String] {
    let trained = DatasetSplit(count: dataset.count, seed: plan.seed)
    return DatasetSummary(of: dataset).lines + [
      "network: \(architecture.summary), \(millions(architecture.parameterCount)) parameters",
      "\(counted(trained.training.count, "sound")) to learn from, "
        + (trained.validation.isEmpty
          ? "none to validate on, so no best.ckpt (that takes ten sounds)"
          : "\(trained.validation.count) to validate on")
        + "; \(counted(plan.batch * plan.accumulate, "sound")) to a step",
    ]
  }
}
