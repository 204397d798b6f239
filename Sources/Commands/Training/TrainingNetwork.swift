import Audio
import Checkpoints
import Diffusion
import Hub
import Language
import Networks
import Text
import Training

/// The network that a training begins with or goes on with, and what its sounds are like.
struct TrainingNetwork {
  private typealias Standard = NetworkConfig.Standard

  /// The network and its sounds, as config.yaml tells of them.
  let config: ModelConfig
  let architecture: NetworkDescription
  /// What a new training begins with; `nil` for fresh weights, and for a training that goes on.
  let weights: StateDict?

  /// The network of the training in a folder.
  init(of folder: RunFolder, _ call: Call) throws {
    config = try call.blaming(Train.resume) {
      let config = try Self.read(folder.config)
      guard config.guidance == nil else {
        throw CommandFailure(
          "\(folder.config) says away_from, and a training is of its network by itself",
          hint: "take that key out of it; load-model --away-from leads the sounds of what was trained")
      }
      return config
    }
    architecture = try NetworkDescription(config: config.network)
    weights = nil
  }

  /// What a call says of the network of a new training: by `--from`, `--config`, or the options that describe one.
  init(_ call: Call, session: Session) throws {
    if let path = call[Train.from] {
      try call.refuse(
        [
          TrainingOptions.channels, TrainingOptions.factors, TrainingOptions.items, TrainingOptions.attentions,
          TrainingOptions.features, TrainingOptions.modulation, TrainingOptions.filters, TrainingOptions.window,
          TrainingOptions.soundChannels,
        ],
        beside: Train.from, "the checkpoint tells what its network is like")
      (config, architecture, weights) = try call.blaming(Train.from) { try Self.opened(path, session, call) }
      return
    }
    weights = nil
    if let path = call[Train.config] {
      let ofSounds = TrainingOptions.sounds.map(\.name)
      try call.refuse(
        TrainingOptions.network.filter { !ofSounds.contains($0.name) }, beside: Train.config,
        "write into that file what the network is to be like")
      (config, architecture) = try call.blaming(Train.config) { try Self.configured(path, call) }
    } else {
      config = try Self.described(call)
      architecture = try call.blaming(TrainingOptions.channels) { [config] in
        try NetworkDescription(config: config.network)
      }
    }
  }

  /// The length of the sounds in frames.
  var length: Int { config.length ?? Standard.length }

  /// What its sounds are made by where nobody says.
  var sampler: Sampler { config.sampler.flatMap(Sampler.init) ?? .ddim }

  /// How sounds are prepared for the network.
  var preparation: Preparation { get throws { try Preparation(for: config, of: architecture) } }

  /// A config.yaml whose sampler there is.
  private static func read(_ path: String) throws -> ModelConfig {
    let config = try ModelConfig.read(path)
    _ = try Sampler(of: config, at: path)
    return config
  }

  /// A config.yaml's network, on sounds as it says or the options.
  private static func configured(_ path: String, _ call: Call) throws -> (ModelConfig, NetworkDescription) {
    var config = try read(path)
    // What sounds are led away from is of the model of that file, and not of one that learns from now on.
    config.guidance = nil
    let architecture = try NetworkDescription(config: config.network)
    config.samplingRate = call.given(TrainingOptions.sampleRate) ?? config.samplingRate
    if call.isGiven(RunOptions.length) {
      config.length = length(call, architecture, rate: config.samplingRate ?? Standard.sampleRate)
    }
    try config.tellSounds(call, known: config)
    return (config, architecture)
  }

  /// The length that `--length` asks for, in frames as it is, in seconds as the nearest that the network takes.
  private static func length(_ call: Call, _ architecture: NetworkDescription, rate: Double) -> Int {
    let (frames, isTime) = length(call, rate: rate)
    return isTime ? architecture.nearestLength(to: frames) : frames
  }

  /// The frames that `--length` asks for, or the usual ones, and whether a network may take others near them.
  private static func length(_ call: Call, rate: Double) -> (frames: Int, isTime: Bool) {
    guard let asked = call[RunOptions.length] else { return (Standard.length, true) }
    let isTime = asked.unit == .seconds
    return (Int(isTime ? asked.value * rate : asked.value), isTime)
  }

  /// A checkpoint's network and weights.
  private static func opened(
    _ path: String, _ session: Session, _ call: Call
  ) throws -> (ModelConfig, NetworkDescription, StateDict) {
    let file = call[Train.config]
    let place = try place(of: path, withConfig: file == nil, session, call)
    let (found, architecture, known) = try suggestingModels(path) {
      try DiffusionModel.weights(
        of: place, config: file, weights: call[ModelOptions.weights], shape: untold(call))
    }
    let rate = call.given(TrainingOptions.sampleRate) ?? known?.samplingRate ?? Standard.sampleRate
    let frames =
      call.isGiven(RunOptions.length)
      ? length(call, architecture, rate: rate) : architecture.nearestLength(to: known?.length ?? Standard.length)
    var config = ModelConfig(
      samplingRate: rate, length: frames, channels: architecture.inChannels, network: architecture.config)
    try config.tellSounds(call, known: known)
    return (config, architecture, found)
  }

  /// What a call says that weights don't tell.
  static func untold(_ call: Call) -> UntoldShape {
    UntoldShape(
      heads: call.given(TrainingOptions.heads), groups: call.given(TrainingOptions.groups),
      stride: call[TrainingOptions.stride], patch: call[TrainingOptions.patch])
  }

  /// Where a checkpoint lies, which is downloaded first where it is one of the hub.
  static func place(of path: String, withConfig: Bool, _ session: Session, _ call: Call) throws -> String {
    guard HubName.isMeant(by: path) else { return path }
    return try call.fetched(path, withConfig: withConfig, environment: session.environment).path
  }

  /// The network that the options describe.
  private static func described(_ call: Call) throws -> ModelConfig {
    guard let channels = call[TrainingOptions.channels] else {
      throw CommandFailure(
        "nothing says what the network is like", hint: "--config FILE, --from CHECKPOINT, or --channels [32, 64, …]")
    }
    let attentions = call[TrainingOptions.attentions]
    let rate = call[TrainingOptions.sampleRate]
    let sounds = call[TrainingOptions.soundChannels]
    let network = NetworkConfig(
      inChannels: sounds, channels: channels,
      factors: call[TrainingOptions.factors] ?? channels.map { _ in Standard.factor },
      items: call[TrainingOptions.items] ?? channels.map { _ in Standard.items }, attentions: attentions,
      attentionHeads: attentions.map { _ in call[TrainingOptions.heads] },
      attentionFeatures: attentions.map { _ in call[TrainingOptions.features] },
      modulationFeatures: call[TrainingOptions.modulation], resnetGroups: call[TrainingOptions.groups],
      transform: try transform(call, rate: rate))
    let architecture = try call.blaming(TrainingOptions.channels) { try NetworkDescription(config: network) }
    var config = ModelConfig(
      samplingRate: rate, length: length(call, architecture, rate: rate), channels: sounds, network: network)
    try config.tellSounds(call, known: nil)
    return config
  }

  /// The transform around the U-Net that the options describe.
  private static func transform(_ call: Call, rate: Double) throws -> SignalTransform {
    let ofTransforms: [any OptionDeclaration] = [TrainingOptions.window, TrainingOptions.stride]
    for option in ofTransforms where call.isGiven(option) && !call.isGiven(TrainingOptions.filters) {
      throw CommandFailure(
        "--\(option.name) is a learned transform's", hint: "give its --filters too, such as 32", argument: option)
    }
    if call.isGiven(TrainingOptions.positions), !call.isGiven(TrainingOptions.blocks) {
      throw CommandFailure(
        "--positions are a lapped transform's", hint: "give its --blocks too, such as 1024",
        argument: TrainingOptions.positions)
    }
    let given = [TrainingOptions.filters, TrainingOptions.patch, TrainingOptions.blocks].filter { call.isGiven($0) }
    if given.count > 1 {
      throw CommandFailure(
        "a network has one transform at most: learned, patches or lapped",
        hint: "leave all but one of \(given.map { "--\($0.name)" }.joined(separator: " and ")) out", argument: given[1])
    }
    if let filters = call[TrainingOptions.filters] {
      let window = call[TrainingOptions.window]
      return .learned(filters: filters, window: window, stride: call[TrainingOptions.stride] ?? window)
    }
    if let size = call[TrainingOptions.patch] { return .patch(size: size) }
    guard let blocks = call[TrainingOptions.blocks] else { return .none }
    let positions = call[TrainingOptions.positions]
    let (frames, _) = length(call, rate: rate)
    if call[RunOptions.length]?.unit == .seconds {
      // Brought to whole blocks of a length that factors divide.
      let unit = positions == .frequencies ? 64 : 2
      let block = max(2, Int((Double(frames) / Double(blocks * unit)).rounded()) * unit)
      return .lapped(block: block, blocks: blocks, positions: positions)
    }
    guard frames % blocks == 0 else {
      throw CommandFailure(
        "\(frames) frames are no \(blocks) blocks of the same length",
        hint: "--length \((frames / blocks + 1) * blocks)", argument: TrainingOptions.blocks)
    }
    return .lapped(block: frames / blocks, blocks: blocks, positions: positions)
  }
}

extension ModelConfig {
  /// Says of the sounds what a call's options do, beside their rate and length, or what was known of them before.
  fileprivate mutating func tellSounds(_ call: Call, known: ModelConfig?) throws {
    let rate = samplingRate ?? NetworkConfig.Standard.sampleRate
    gain = call.given(TrainingOptions.gain).map(Sound.factor(decibels:)) ?? known?.gain
    fadeIn = try Self.fade(TrainingOptions.fadeIn, call, rate: rate) ?? known?.fadeIn
    fadeOut = try Self.fade(TrainingOptions.fadeOut, call, rate: rate) ?? known?.fadeOut
    fillNoise = call[TrainingOptions.fillNoise] ?? known?.fillNoise
    cleanTail = call[TrainingOptions.cleanTail] ?? known?.cleanTail
    maxPeak = call[TrainingOptions.maxPeak] ?? known?.maxPeak
    sampler = call[TrainingOptions.sampler]?.name ?? known?.sampler
    denoisingSteps = call[TrainingOptions.denoisingSteps] ?? known?.denoisingSteps
  }

  /// What `--fade-in` or `--fade-out` says in frames.
  private static func fade(_ option: Option<Quantity?>, _ call: Call, rate: Double) throws -> Int? {
    guard let asked = call[option] else { return nil }
    let frames = (asked.unit == .seconds ? asked.value * rate : asked.value).rounded()
    guard let count = Int(exactly: frames), ModelConfig.fades.contains(count) else {
      throw CommandFailure(
        "a fade of \(decimals(frames, 0)) frames is too long", hint: "at most \(ModelConfig.fades.upperBound) frames",
        argument: option)
    }
    return count
  }
}
