import Diffusion
import Language
import Training

/// `audition FOLDER`.
struct Audition: Command {
  static let signature = Signature(
    name: "audition", category: "Training",
    summary: "Makes a sound with the newest weights of a training, which may be going on in another process.",
    discussion: "The moving average of its last save becomes the model that is loaded.",
    parameters: [Parameter("folder", .path(.folder), help: "The training's folder.")],
    options: [.steps, .seed],
    result: "sound",
    examples: [.init("audition run --seed 1 --steps 5", "The training's newest idea of seed 1.")])

  let session: Session

  func run(_ call: Call) throws -> Value {
    _ = try call.blaming("folder") { try load(RunFolder(call.text("folder") ?? ""), call) }
    return try Generate(session: session).make(call, length: session.model().length, count: 1)
  }

  /// Loads the newest weights of a training.
  /// - Returns: the model.
  func load(_ folder: RunFolder, _ call: Call) throws -> Value {
    _ = try folder.readPlan()
    let (model, report) = try DiffusionModel.load(
      checkpoint: folder.last, config: folder.config, weights: .ema, engine: session.engine)
    session.take(model, from: ModelFile(path: folder.last, architecture: [], options: ["--weights ema"]))
    call.host.print("\(folder.last): step \(report.trainingStep ?? 0)")
    return .foreign(model)
  }
}
