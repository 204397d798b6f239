import Checkpoints
import Diffusion
import Hub
import Language
import Networks
import Text

/// `load-model FILE`, where FILE may be a model of the Hugging Face hub.
struct LoadModel: Command {
  static let signature = Signature(
    name: "load-model", category: "Model",
    summary:
      "Loads a model: one that comes with drumlin, a PyTorch checkpoint, a .safetensors file, or one of the hub.",
    discussion: """
      kicks, snares, hihats and percussion come with drumlin: see models. Anything else is the path of a file (a \
      PyTorch Lightning checkpoint, a bare state dict or .safetensors), or a name on the hub, which begins with hf:. A \
      file of yours that is called kicks is loaded as ./kicks.

      A training file holds two networks: the one that was trained (online) and its moving average (EMA). The notebook \
      plays the online one, whatever it says: its average is a copy that still calls the original's layers. So does \
      drumlin; --weights ema takes the average.

      The architecture comes from --config, else from a config.yaml beside the file, else from the shapes of the \
      tensors. Some things cannot be read off them and are then told: --heads, and of a network with a learned transform \
      or with patches --stride or --patch.

      Nothing in the file is run, only the tensors needed are read, and when it cannot be used the model before stays.

      hf:OWNER/NAME is a model of the Hugging Face hub: its one checkpoint with the config.yaml beside it, downloaded once, \
      checked by its hash and kept where Python's huggingface_hub keeps it. hf:OWNER/NAME/FILE names a file, and \
      hf:OWNER/NAME@REVISION another state than main. What broke off goes on where it stopped. HF_TOKEN, HF_HOME, \
      HF_HUB_CACHE, HF_HUB_OFFLINE and HF_ENDPOINT count as they do in Python.
      """,
    parameters: [
      Parameter("file", .modelFile, help: "A model's name, a checkpoint, or hf:OWNER/NAME.")
    ],
    options: [
      Option("config", .path(.read(endings: ["yaml", "yml"])), help: "The config.yaml it was trained with."),
      Option("weights", .choice(["ema", "online"]), help: "Which of the file's networks; online when it has both."),
      Option("heads", .integer(in: 1...4096), help: "Attention heads, when there is no config to say."),
      Option("groups", .integer(in: 1...4096), help: "Groups of the ResNet norms, when there is no config; else 8."),
      Option("stride", .integer(in: 1...65_536), help: "Stride of a learned transform, when there is no config."),
      Option("patch", .integer(in: 1...65_536), help: "Frames to a patch, when there is no config; else 1."),
      Option(
        "precision", .choice(Engine.Precision.allCases.map(\.rawValue)),
        help: "Format of the products: f32, or bf16, which is faster and less exact; f32 unless drumlin was told."),
    ],
    result: "model",
    examples: [
      .init("load-model kicks", "One of those that come with drumlin."),
      .init("load-model kicks_v7.ckpt", "With the config.yaml beside it."),
      .init("load-model model.safetensors --heads 8", "The architecture read off the tensors."),
      .init("load-model hf:crlandsc/tiny-audio-diffusion-kicks", "From the Hugging Face hub, downloaded once."),
    ])

  let session: Session

  func run(_ call: Call) throws -> Value {
    guard let given = call.text("file") else { return .nothing }
    let engine = try call.blaming("precision") {
      try call.text("precision").flatMap(Engine.Precision.init(rawValue:)).map(session.engine.with) ?? session.engine
    }
    let fetched = try call.blaming("file") {
      HubName.isMeant(by: given) ? try call.fetched(given, withConfig: call.text("config") == nil) : nil
    }
    if let fetched { for line in fetched.lines { call.host.print(call.host.display.wrapped(line)) } }
    let path = fetched?.path ?? given
    let (model, report) = try call.blaming("file") {
      do {
        return try suggestingModels(given) {
          try DiffusionModel.load(
            checkpoint: path, config: call.text("config"),
            weights: call.text("weights").flatMap(DiffusionModel.Weights.init(rawValue:)),
            shape: call.untoldShape, engine: engine)
        }
      } catch let error as CheckpointError {
        guard case .notACheckpoint(.sound) = error.fault else { throw error }
        throw CommandFailure("\(error)", hint: "load-audio opens sounds")
      } catch let error as ConfigError where call.text("config") != nil {
        throw CommandFailure(describing: error, argument: "config")
      } catch DiffusionError.weightsDontFit(let path, _, .headsUnknown(let product)) {
        throw CommandFailure(
          "\(path): the weights don't tell how many attention heads there are: heads × features is \(product)",
          hint: "tell it with --heads, or name the config.yaml of the training with --config")
      } catch DiffusionError.weightsDontFit(let path, _, .strideUnknown(let window)) {
        throw CommandFailure(
          "\(path): the weights don't tell the stride of the learned transform, whose window has \(window) frames",
          hint: "tell it with --stride, often \(window), or name the config.yaml of the training with --config")
      }
    }
    session.take(
      model,
      from: ModelFile(
        path: fetched?.name.text ?? path, at: path, architecture: Self.architecture(call),
        options: Self.options(model)))
    for line in report.lines + aboutLines(model.about) { call.host.print(call.host.display.wrapped(line)) }
    return .foreign(model)
  }

  /// The options that the network's architecture hangs on.
  private static func architecture(_ call: Call) -> [String] {
    let numbers = ["heads", "groups", "stride", "patch"].compactMap { name in
      call.integer(name).map { "--\(name) \($0)" }
    }
    return (call.text("config").map { ["--config \(quoted($0))"] } ?? []) + numbers
  }

  /// The other options that the same network needs.
  private static func options(_ model: DiffusionModel) -> [String] {
    let precision = model.engine.precision
    return ["--weights \(model.weights.rawValue)"] + (precision == .f32 ? [] : ["--precision \(precision.rawValue)"])
  }
}

extension Hub.Model {
  /// What became of the download.
  var lines: [String] {
    let fetched = bytesFetched > 0 ? ["\(name.repository): \(size(bytesFetched)) downloaded"] : []
    return fetched + (note.map { ["note: \($0)"] } ?? [])
  }
}

extension Call {
  /// What the options tell of an architecture.
  var untoldShape: UntoldShape {
    UntoldShape(
      heads: integer("heads"), groups: integer("groups"), stride: integer("stride"), patch: integer("patch"))
  }
}

extension LoadReport {
  /// The report as the notebook gives it, and more.
  var lines: [String] {
    let trained = trainingStep.map { "trained for \($0) steps; " } ?? ""
    return [
      "all \(matchedKeys) keys matched, \(millions(parameterCount)) parameters (\(config))",
      architecture,
      "\(trained)read \(size(bytesRead)) of \(size(byteCount)) in \(decimals(seconds, 2)) s",
    ] + notes.map { "note: \($0)" }
  }
}
