import Files

/// What a config.yaml says about the training beside the network: the optimiser and the moving average.
public struct TrainingOptions: Equatable, Sendable {
  /// The settings of the optimiser.
  public var optimiser: AdamWOptions
  /// The slowest that the moving average follows, and how it gets there.
  public var averageBeta, averagePower: Double

  /// The published settings where nothing else is given.
  public init(optimiser: AdamWOptions = AdamWOptions(), averageBeta: Double = 0.995, averagePower: Double = 0.7) {
    self.optimiser = optimiser
    self.averageBeta = averageBeta
    self.averagePower = averagePower
  }
}

extension ModelConfig {
  /// The configuration in the form of tiny-audio-diffusion's, which Hydra reads, and `ModelConfig.read`.
  public func yaml(_ training: TrainingOptions = TrainingOptions()) -> String {
    var lines = ["# @package _global_", "", "module: main.diffusion_module", ""]
    if let samplingRate { lines.append("sampling_rate: \(ModelConfig.number(samplingRate))") }
    if let length { lines.append("length: \(length)") }
    if let channels { lines.append("channels: \(channels)") }
    if let fadeIn, fadeIn > 0 { lines.append("fade_in: \(fadeIn)") }
    if let fadeOut, fadeOut > 0 { lines.append("fade_out: \(fadeOut)") }
    if let fillNoise { lines.append("fill_noise: \(fillNoise)") }
    if let cleanTail { lines.append("clean_tail: \(cleanTail)") }
    if let maxPeak { lines.append("max_peak: \(maxPeak)") }
    if let sampler { lines.append("sampler: \(sampler)") }
    if let denoisingSteps { lines.append("denoising_steps: \(denoisingSteps)") }
    if let guidance {
      let ends = [guidance.interval.lowerBound, guidance.interval.upperBound].map { ModelConfig.number($0) }
      lines += [
        "away_from: \(guidance.awayFrom)", "guidance: \(ModelConfig.number(guidance.weight))",
        "guidance_sigma: [\(ends.joined(separator: ", "))]",
      ]
    }
    if let gain, gain != 1 { lines.append("gain: \(ModelConfig.number(gain))") }
    let options: [(String, Double)] = [
      ("lr", training.optimiser.learningRate), ("lr_beta1", training.optimiser.beta1),
      ("lr_beta2", training.optimiser.beta2), ("lr_eps", training.optimiser.epsilon),
      ("lr_weight_decay", training.optimiser.weightDecay), ("ema_beta", training.averageBeta),
      ("ema_power", training.averagePower),
    ]
    lines += ["", "model:", "  _target_: ${module}.Model"]
    lines += options.map { name, value in "  \(name): \(ModelConfig.number(value))" }
    lines += [
      "", "  model:", "    _target_: audio_diffusion_pytorch.DiffusionModel", "    net_t:",
    ]
    lines += network.transform.yaml.map { "      \($0)" }
    lines += network.settings.map { name, value in "    \(name): \(value)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Writes the configuration to `path`, whole or not at all.
  public func write(
    to path: String, training: TrainingOptions = TrainingOptions(), overwrite: Bool
  ) throws(CheckpointWritingError) {
    do {
      try WholeFile.write(Array(yaml(training).utf8), to: path, overwrite: overwrite)
    } catch {
      throw .file(error)
    }
  }

  /// A number that every YAML reads as one: 1e-05 is a text in YAML 1.1, 1.0e-05 is not.
  package static func number(_ value: Double) -> String {
    if let integer = Int(exactly: value), abs(integer) < 1 << 53 { return String(integer) }
    let text = String(value)
    guard let exponent = text.firstIndex(of: "e"), !text[..<exponent].contains(".") else { return text }
    return text[..<exponent] + ".0" + text[exponent...]
  }
}

extension SignalTransform {
  /// The lines under net_t: what Hydra makes the network's class of.
  fileprivate var yaml: [String] {
    let unet = "_target_: ${module}.UNetT"
    switch self {
    case .none: return [unet]
    case .learned(let filters, let window, let stride):
      return [
        "_target_: audio_diffusion_pytorch.LTPlugin", "net_t:", "  \(unet)", "num_filters: \(filters)",
        "window_length: \(window)", "stride: \(stride)",
      ]
    case .patch(let size):
      // audio-diffusion-pytorch has neither this plugin nor the next: tutorials/training.md has the few lines of them.
      return ["_target_: ${module}.PatchPlugin", "net_t:", "  \(unet)", "patch_size: \(size)"]
    case .lapped(let block, let blocks, let positions):
      return [
        "_target_: ${module}.LappedPlugin", "net_t:", "  \(unet)", "block_length: \(block)", "blocks: \(blocks)",
      ] + (positions == .frequencies ? [] : ["positions: \(positions.rawValue)"])
    }
  }
}

extension NetworkConfig {
  /// The settings by their names in config.yaml; what the library's own defaults say is left out.
  fileprivate var settings: [(name: String, value: String)] {
    var settings = [("in_channels", "\(inChannels)")]
    if let outChannels { settings.append(("out_channels", "\(outChannels)")) }
    settings += [("channels", "\(channels)"), ("factors", "\(factors)"), ("items", "\(items)")]
    settings.append(("attentions", "\(attentions)"))
    if let attentionHeads { settings.append(("attention_heads", "\(attentionHeads)")) }
    if let attentionFeatures { settings.append(("attention_features", "\(attentionFeatures)")) }
    if modulationFeatures != Standard.modulationFeatures {
      settings.append(("modulation_features", "\(modulationFeatures)"))
    }
    if resnetGroups != Standard.resnetGroups { settings.append(("resnet_groups", "\(resnetGroups)")) }
    return settings
  }
}
