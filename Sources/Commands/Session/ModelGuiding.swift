import Checkpoints
import Diffusion
import Language
import Networks
import Text

/// The options of `load-model` that lead a model's sounds away from another's while they are made.
enum GuidanceOptions {
  static let awayFrom = Option(
    "away-from", .modelFile,
    help: "A model that the sounds are to be unlike: of another class, say; the config.yaml's when not given.")
  static let guidance = Option(
    "guidance", .number(in: GuidanceConfig.weights),
    help: """
      How far they are led away: 0 is not at all; the config.yaml's, or \
      \(decimals(GuidanceConfig.usualWeight, 2, trim: true)), when not given.
      """)
  static let interval = Option(
    "guidance-sigma", .list(of: .number(in: 0...1)),
    help: """
      Between which two sigmas; the config.yaml's, or [\(usualEnds.map { decimals($0, 2, trim: true) }
        .joined(separator: ", "))], when not given.
      """)

  private static let usualEnds = [GuidanceConfig.usualInterval.lowerBound, GuidanceConfig.usualInterval.upperBound]
}

/// What a call says of what a model's sounds are led away from.
struct GuidanceRequest {
  /// What names the other model; nil where the config.yaml does.
  let awayFrom: String?
  /// How far, and at which sigmas; nil where the config.yaml, or nobody, says.
  let weight: Double?
  let interval: ClosedRange<Double>?

  /// Nil for a call that says nothing of it.
  init?(_ call: Call) throws {
    (awayFrom, weight) = (call[GuidanceOptions.awayFrom], call[GuidanceOptions.guidance])
    interval = try call[GuidanceOptions.interval].map { ends in
      guard ends.count == 2, ends[0] <= ends[1] else {
        throw CommandFailure(
          "two sigmas say between which the sounds are led, the lower first", hint: "such as [0.15, 0.95]",
          argument: GuidanceOptions.interval)
      }
      return ends[0]...ends[1]
    }
    if awayFrom == nil, weight == nil, interval == nil { return nil }
  }

  /// As `load-model` is told to lead a model in this way.
  func arguments(_ guidance: ModelGuidance?, awayFrom guide: String) -> [Invocation.Argument] {
    guard let guidance else { return [GuidanceOptions.guidance.argument(0)].compactMap(\.self) }
    let config = guidance.config
    return [
      awayFrom.map { _ in .option(GuidanceOptions.awayFrom.name, .text(guide)) },
      GuidanceOptions.guidance.argument(config.weight),
      GuidanceOptions.interval.argument([config.interval.lowerBound, config.interval.upperBound]),
    ].compactMap(\.self)
  }
}

extension Session {
  /// A model led as a call says; with the file of what it is led away from, nil where nothing is.
  func lead(
    _ model: DiffusionModel, by request: GuidanceRequest, engine: Engine, _ call: Call
  ) throws -> (model: DiffusionModel, guide: ModelFile?) {
    let known = model.configGuidance
    let (weight, interval) = (
      request.weight ?? known?.weight ?? GuidanceConfig.usualWeight,
      request.interval ?? known?.interval ?? GuidanceConfig.usualInterval
    )
    if weight == 0 { return (model.unled, nil) }
    guard let name = request.awayFrom ?? known?.awayFrom else {
      let option: any ArgumentDeclaration = request.weight == nil ? GuidanceOptions.interval : GuidanceOptions.guidance
      throw CommandFailure(
        "--\(option.name) says how a model is led away from another, and nothing names the other",
        hint: "give --away-from with it, such as --away-from snares", argument: option)
    }
    var other = ModelRequest(name: name, nameDeclaration: GuidanceOptions.awayFrom)
    other.isLed = false
    let guide = try open(other, engine: engine, call)
    return try call.blaming(GuidanceOptions.awayFrom) {
      guard guide.model.path != model.path || guide.model.weights != model.weights else {
        throw CommandFailure(
          "\(printable(name)) is the model itself, so that there is no way away from it", hint: "name another model")
      }
      return (try model.led(awayFrom: guide.model, weight: weight, over: interval), guide.file)
    }
  }

  /// The file of what a model's config.yaml has it led away from: a model that comes with drumlin.
  func guideFile(of model: DiffusionModel) -> ModelFile? {
    model.guidance.map { ModelFile($0.config.awayFrom, options: []) }
  }
}

extension ModelGuidance {
  /// What leads the sounds, as the rest of a sentence.
  var summary: String {
    func number(_ value: Double) -> String { decimals(value, 3, trim: true) }
    return "led away from \(printable(config.awayFrom)) by \(number(config.weight)) from sigma "
      + "\(number(config.interval.upperBound)) to \(number(config.interval.lowerBound))"
  }
}
