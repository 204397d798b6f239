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
    if let path = call.text("resume") {
      isResumed = true
      folder = RunFolder(path)
      plan = try call.blaming("resume") { [folder] in try folder.readPlan() }
      let fixed = TrainingOption.network.map(\.name) + ["batch", "accumulate", "seed", "weights"]
      try Self.refuse(
        ["out", "from", "config"] + fixed, beside: "resume", "what a training began with stays as it is", call)
      if let dataset = call.text("dataset") {
        plan.dataset = URL(fileURLWithPath: dataset).absoluteURL.standardized.path
      }
    } else {
      isResumed = false
      guard let dataset = call.text("dataset") else {
        throw CommandFailure(
          "DATASET is missing", hint: "train FOLDER-OF-SOUNDS --out FOLDER, or train --resume FOLDER")
      }
      guard let out = call.text("out") else {
        throw CommandFailure("--out is missing", hint: "it names the folder that the training is kept in")
      }
      folder = RunFolder(out)
      try call.blaming("out") { [folder] in try folder.checkIsFree() }
      // A training can be resumed from another folder than it was begun in.
      plan = TrainingPlan(dataset: URL(fileURLWithPath: dataset).absoluteURL.standardized.path)
      plan.origin = call.text("from")
    }
    plan.take(call)
    self.plan = plan

    var weights: StateDict?
    if isResumed {
      config = try call.blaming("resume") { [folder] in try ModelConfig.read(folder.config) }
      architecture = try NetworkDescription(config: config.network)
    } else if let path = call.text("from") {
      try Self.refuse(
        [
          "channels", "factors", "items", "attentions", "features", "modulation", "filters", "window", "sound-channels",
        ],
        beside: "from", "the checkpoint tells what its network is like", call)
      (config, architecture, weights) = try call.blaming("from") { try Self.opened(path, call) }
    } else if let path = call.text("config") {
      try Self.refuse(
        TrainingOption.network.map(\.name).filter { !["length", "sample-rate", "gain"].contains($0) }, beside: "config",
        "write into that file what the network is to be like", call)
      (config, architecture) = try call.blaming("config") { try Self.configured(path, call) }
    } else {
      config = try Self.described(call)
      architecture = try call.blaming("channels") { [config] in try NetworkDescription(config: config.network) }
    }
    self.weights = weights
    let length = config.length ?? 32_768
    try call.blaming("length") { [architecture] in try architecture.check(length: length) }
    let preparation = try Preparation(
      sampleRate: config.samplingRate ?? 44_100, channels: architecture.inChannels, length: length,
      loudness: Preparation.loudness(gain: config.gain ?? 1))
    dataset = try call.blaming(call.text("dataset") == nil ? "resume" : "dataset") {
      [plan, isResumed] in
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
    config.samplingRate = call.number("sample-rate") ?? config.samplingRate
    if call.value("length") != nil { config.length = length(call, architecture, rate: config.samplingRate ?? 44_100) }
    config.gain = gain(call) ?? config.gain
    return (config, architecture)
  }

  /// The length that `--length` asks for, in frames as it is, in seconds as the nearest that the network takes.
  private static func length(_ call: Call, _ architecture: NetworkDescription, rate: Double) -> Int {
    let asked = call.quantity("length")
    let frames = asked.map { $0.unit == .seconds ? $0.value * rate : $0.value } ?? 32_768
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
  private static func refuse(_ names: [String], beside other: String, _ reason: String, _ call: Call) throws {
    for name in names where call.value(name) != nil {
      throw CommandFailure("--\(name) and --\(other) don't go together", hint: reason, argument: name)
    }
  }

  /// A checkpoint's network and weights.
  private static func opened(_ path: String, _ call: Call) throws -> (ModelConfig, NetworkDescription, StateDict) {
    let fetched = HubName.isMeant(by: path) ? try call.fetched(path, withConfig: call.text("config") == nil) : nil
    for line in fetched?.lines ?? [] { call.host.print(call.host.display.wrapped(line)) }
    let (found, architecture, known) = try suggestingModels(path) {
      try DiffusionModel.weights(
        of: fetched?.path ?? path, config: call.text("config"),
        weights: call.text("weights").flatMap(DiffusionModel.Weights.init(rawValue:)), shape: call.untoldShape)
    }
    let rate = call.number("sample-rate") ?? known?.samplingRate ?? 44_100
    let frames =
      call.value("length") == nil
      ? architecture.nearestLength(to: known?.length ?? 32_768) : length(call, architecture, rate: rate)
    let config = ModelConfig(
      samplingRate: rate, length: frames, channels: architecture.inChannels, gain: gain(call) ?? known?.gain,
      network: architecture.config)
    return (config, architecture, found)
  }

  /// What `--gain` says as a factor.
  private static func gain(_ call: Call) -> Double? {
    call.number("gain").map(Sound.factor(decibels:))
  }

  /// The network that the options describe.
  private static func described(_ call: Call) throws -> ModelConfig {
    func list(_ name: String) -> [Int]? {
      guard case .list(let items)? = call.value(name) else { return nil }
      return items.compactMap { if case .number(let number) = $0 { Int(exactly: number.value) } else { nil } }
    }
    guard let channels = list("channels") else {
      throw CommandFailure(
        "nothing says what the network is like", hint: "--config FILE, --from CHECKPOINT, or --channels [32, 64, …]")
    }
    let attentions = list("attentions")
    let sounds = call.integer("sound-channels") ?? 2
    let network = NetworkConfig(
      inChannels: sounds, channels: channels, factors: list("factors") ?? channels.map { _ in 2 },
      items: list("items") ?? channels.map { _ in 1 }, attentions: attentions,
      attentionHeads: attentions == nil ? nil : call.integer("heads") ?? 8,
      attentionFeatures: attentions == nil ? nil : call.integer("features") ?? 64,
      modulationFeatures: call.integer("modulation") ?? 1024, resnetGroups: call.integer("groups") ?? 8,
      transform: try transform(call))
    let rate = call.number("sample-rate") ?? 44_100
    let architecture = try call.blaming("channels") { try NetworkDescription(config: network) }
    return ModelConfig(
      samplingRate: rate, length: length(call, architecture, rate: rate), channels: sounds,
      gain: gain(call), network: network)
  }

  /// The transform around the U-Net that the options describe.
  private static func transform(_ call: Call) throws -> SignalTransform {
    for name in ["window", "stride"] where call.integer(name) != nil && call.integer("filters") == nil {
      throw CommandFailure(
        "--\(name) is a learned transform's", hint: "give its --filters too, such as 32", argument: name)
    }
    switch (call.integer("filters"), call.integer("patch")) {
    case (nil, nil): return .none
    case (nil, let size?): return .patch(size: size)
    case (let filters?, nil):
      let window = call.integer("window") ?? 16
      return .learned(filters: filters, window: window, stride: call.integer("stride") ?? window)
    case (_?, _?):
      throw CommandFailure(
        "a network has a learned transform or patches, not both", hint: "leave --filters or --patch out",
        argument: "patch")
    }
  }

  // MARK: What it takes

  /// Bytes of memory, with some for the sounds.
  var memoryNeeded: Int? {
    let length = config.length ?? 32_768
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

extension TrainingPlan {
  /// Takes the options that were given.
  fileprivate mutating func take(_ call: Call) {
    func set(_ path: WritableKeyPath<TrainingPlan, Int>, _ name: String) {
      if let number = call.integer(name) { self[keyPath: path] = number }
    }
    set(\.steps, "steps")
    set(\.batch, "batch")
    set(\.accumulate, "accumulate")
    set(\.seed, "seed")
    set(\.validateEvery, "validate-every")
    set(\.sampleEvery, "sample-every")
    set(\.saveEvery, "save-every")
    set(\.samples, "samples")
    set(\.sampleSteps, "sample-steps")
    if let rate = call.number("rate") { self.rate = rate }
    if let norm = call.number("clip") { clip = norm > 0 ? norm : nil }
    if call.flag("checkpointing") { recomputes = true }
  }
}
