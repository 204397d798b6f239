import Diffusion
import Language
import Training

/// `audition FOLDER`.
struct Audition: Command {
  static let folder = Parameter("folder", .path(.folder), help: "The training's folder.")

  static let signature = Signature(
    "audition", category: .training,
    summary: "Makes a sound with the newest weights of a training, which may be going on in another process.",
    discussion: "The moving average of its last save becomes the model that is loaded.",
    parameters: [folder], options: [RunOptions.steps, RunOptions.seed], result: "sound", effect: .session,
    examples: [.init("audition run --seed 1 --steps 5", "The training's newest idea of seed 1.")])

  let session: Session

  func run(_ call: Call) throws -> Value {
    _ = try call.blaming(Self.folder) { try session.loadNewest(of: RunFolder(call[Self.folder]), call) }
    return try session.generate(call, length: session.model().length, count: 1)
  }
}

extension Session {
  /// Loads the newest weights of a training.
  /// - Returns: the model.
  func loadNewest(of folder: RunFolder, _ call: Call) throws -> Value {
    _ = try folder.readPlan()
    let (model, report) = try DiffusionModel.load(
      checkpoint: folder.last, config: folder.config, weights: .ema, engine: engine)
    let weights = [ModelOptions.weights.argument(model.weights)].compactMap(\.self)
    take(model, from: ModelFile(folder.last, options: weights, guide: guideFile(of: model)))
    call.host.print("\(folder.last): step \(report.trainingStep ?? 0)")
    return .foreign(model)
  }
}
