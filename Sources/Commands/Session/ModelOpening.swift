import Checkpoints
import Diffusion
import Hub
import Language
import Networks
import Text

/// A model that a call opened, and what is to be said of it.
struct OpenedModel {
  let model: DiffusionModel
  let file: ModelFile
  let report: LoadReport

  /// Says what was loaded.
  func say(to host: any Host) {
    // How long it took is another time each time, and no part of a page.
    for (line, noted) in zip(report.lines(isTimed: true), report.lines(isTimed: false)) {
      host.print(line, noted: noted)
    }
    if let guidance = model.guidance { host.print("its sounds are \(guidance.summary)") }
    for line in aboutLines(model.about) { host.print(line) }
  }
}

/// What a call says of a model that it opens, beside its name.
struct ModelRequest {
  /// A bundled model's name, a path, or a name on the hub.
  let name: String
  var config: String?
  var weights: DiffusionModel.Weights?
  var shape = UntoldShape(heads: nil, groups: nil, stride: nil, patch: nil)
  /// The options besides the config that the architecture hangs on, as they were given.
  var architecture: [Invocation.Argument] = []
  /// What its sounds are led away from, where that is said.
  var guidance: GuidanceRequest?
  /// Whether its sounds are led away from another's at all.
  var isLed = true
  /// Which arguments a failure is the fault of.
  let nameDeclaration: any ArgumentDeclaration
  var configDeclaration: (any ArgumentDeclaration)?
}

extension Session {
  /// Opens a model, downloading it first where it is one of the hub, and says what was downloaded. The session's own
  /// model stays.
  func open(_ request: ModelRequest, engine: Engine, _ call: Call) throws -> OpenedModel {
    let given = request.name
    let fetched: Hub.Model? = try call.blaming(request.nameDeclaration) {
      if HubName.isMeant(by: given) {
        return try call.fetched(given, withConfig: request.config == nil, environment: environment, reach: reach)
      }
      if BundledModel.named(given) == nil { try reach.checkFile(given, call) }
      return nil
    }
    if let config = request.config { try reach.checkFile(config, call) }
    let path = fetched?.path ?? given
    let (loaded, report) = try call.blaming(request.nameDeclaration) {
      do {
        return try suggestingModels(given) {
          try DiffusionModel.load(
            checkpoint: path, config: request.config, weights: request.weights, shape: request.shape, engine: engine,
            isLed: request.isLed && request.guidance == nil
          ) { bytes in
            try SystemResources.require(bytes, for: "the network")
          }
        }
      } catch let error as CheckpointError {
        guard case .notACheckpoint(.sound) = error.fault else { throw error }
        throw CommandFailure("\(error)", hint: "load-audio opens sounds")
      } catch let error as ConfigError where request.config != nil {
        let failure = CommandFailure(describing: error)
        throw request.configDeclaration.map(failure.blaming) ?? failure
      } catch ModelError.weightsDontFit(let path, _, .headsUnknown(let product)) {
        throw CommandFailure(
          "\(path): the weights don't tell how many attention heads there are: heads × features is \(product)",
          hint: "tell it with --heads, or name the config.yaml of the training with --config")
      } catch ModelError.weightsDontFit(let path, _, .strideUnknown(let window)) {
        throw CommandFailure(
          "\(path): the weights don't tell the stride of the learned transform, whose window has \(window) frames",
          hint: "tell it with --stride, often \(window), or name the config.yaml of the training with --config")
      }
    }
    let asked = request.guidance
    let (model, guide) =
      try asked.map { try lead(loaded, by: $0, engine: engine, call) } ?? (loaded, guideFile(of: loaded))
    let file = ModelFile(
      fetched?.name.text ?? path, at: fetched?.path, config: request.config, shape: request.architecture,
      options: Self.options(of: model), guide: guide
    ) { path in asked?.arguments(model.guidance, awayFrom: path) ?? [] }
    return OpenedModel(model: model, file: file, report: report)
  }

  /// What loads the same network again, beside its architecture.
  private static func options(of model: DiffusionModel) -> [Invocation.Argument] {
    let precision = model.engine.precision
    return [
      ModelOptions.weights.argument(model.weights),
      precision == .f32 ? nil : ModelOptions.precision.argument(AskedPrecision(exactly: precision)),
    ].compactMap(\.self)
  }

  /// Loads a model and says what was loaded.
  func load(_ request: ModelRequest, engine: Engine, _ call: Call) throws -> DiffusionModel {
    let opened = try open(request, engine: engine, call)
    take(opened.model, from: opened.file)
    opened.say(to: call.host)
    return opened.model
  }
}

/// Opens a model by what was typed; where there is no such file, the failure names the bundled model that was nearly
/// typed, or what lists them.
func suggestingModels<Result>(_ typed: String, _ open: () throws -> Result) throws -> Result {
  do {
    return try open()
  } catch let error as CheckpointError {
    guard case .file(.noSuchFile) = error.fault else { throw error }
    if let near = NearestName.of(typed, among: BundledModel.all.map(\.name)) {
      throw CommandFailure("\(error)", hint: "did you mean \(near)?")
    }
    guard !typed.contains("/"), !typed.contains(".") else { throw error }
    throw CommandFailure("\(error)", hint: "models lists those that come with drumlin")
  }
}

extension LoadReport {
  /// The report as the notebook gives it, and more.
  /// - Parameter isTimed: whether it tells how long reading took.
  fileprivate func lines(isTimed: Bool) -> [String] {
    let time = isTimed ? " in \(decimals(seconds, 2)) s" : ""
    let trained = trainingStep.map { "trained for \($0) steps; " } ?? ""
    return [
      "all \(matchedKeys) keys matched, \(millions(parameterCount)) parameters (\(config))",
      architecture,
      "\(trained)read \(size(bytesRead)) of \(size(byteCount))\(time)",
    ] + notes.map { "note: \($0)" }
  }
}
