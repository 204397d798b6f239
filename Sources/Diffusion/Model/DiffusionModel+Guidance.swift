import Checkpoints
import Networks

/// What a model's sounds are led away from while they are made: see `GuidedNetwork`.
public struct ModelGuidance: Sendable {
  /// The other model's network.
  let guide: any VelocityNetwork
  let source: ModelSource
  /// Its name, how far the sounds are led, and at which sigmas.
  public let config: GuidanceConfig

  /// Whether a config.yaml can say it, whose file may go anywhere: of models that come with drumlin.
  public var isPortable: Bool { BundledModel.named(source.path) != nil }
}

extension DiffusionModel {
  /// The same model with its sounds led away from another's while they are made.
  /// - Parameters:
  ///   - other: a model of sounds of the same rate, channels, gain and length; what leads it itself doesn't count.
  ///   - weight: how far: 0, not at all, to 10.
  ///   - interval: at which sigmas.
  /// - Throws: `ModelError.guideDoesNotFit` for a model of other sounds.
  public func led(
    awayFrom other: DiffusionModel, weight: Double = GuidanceConfig.usualWeight,
    over interval: ClosedRange<Double> = GuidanceConfig.usualInterval
  ) throws -> DiffusionModel {
    let guide = other.unled.network
    for (what, found, wanted) in [
      ("channels", Double(other.channels), Double(channels)), ("frames per second", other.sampleRate, sampleRate),
      ("times the size in its network", Double(other.gain), Double(gain)),
    ] where found != wanted {
      throw ModelError.guideDoesNotFit(
        path: other.path,
        "its sounds have \(ModelConfig.number(found)) \(what), not \(ModelConfig.number(wanted))")
    }
    do {
      try guide.architecture.check(length: length)
    } catch {
      throw ModelError.guideDoesNotFit(path: other.path, "it makes none of \(length) frames")
    }
    let config = GuidanceConfig(awayFrom: other.name, weight: weight, interval: interval)
    var led = self
    led.network = try GuidedNetwork(unled.network, awayFrom: guide, as: config)
    led.guidance = ModelGuidance(guide: guide, source: other.source, config: config)
    return led
  }

  /// The model by itself.
  public var unled: DiffusionModel {
    guard let guided = network as? GuidedNetwork else { return self }
    var unled = self
    (unled.network, unled.guidance) = (guided.network, nil)
    return unled
  }

  /// Why sounds of so many frames are not led although the model is; `nil` where they are.
  public func whyUnled(length: Int) -> String? {
    guard let guided = network as? GuidedNetwork, let guidance, !guided.leads(length: length) else { return nil }
    return "\(guidance.config.awayFrom) makes no sounds of \(length) frames: \(name) makes them by itself"
  }
}

extension GuidedNetwork {
  /// Led as a config has it.
  init(
    _ network: any VelocityNetwork, awayFrom guide: any VelocityNetwork, as config: GuidanceConfig
  ) throws(NetworkError) {
    try self.init(
      network, awayFrom: guide, weight: Float(config.weight),
      over: Float(config.interval.lowerBound)...Float(config.interval.upperBound))
  }
}

extension GuidanceConfig {
  /// What a model's config says, which names a model that comes with drumlin.
  /// - Parameter path: the config's, for the error.
  /// - Throws: for another name.
  init?(of config: ModelConfig?, at path: String?) throws(ConfigError) {
    guard let guidance = config?.guidance else { return nil }
    guard BundledModel.named(guidance.awayFrom) != nil else {
      let names = BundledModel.all.map(\.name).joined(separator: ", ")
      throw ConfigError(
        path: path ?? "config.yaml",
        fault: .wrongType(key: "away_from", expected: "one of \(names)", found: guidance.awayFrom))
    }
    self = guidance
  }
}
