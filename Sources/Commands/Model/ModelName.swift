import Checkpoints
import Diffusion
import Language

extension ParameterType {
  /// What a model is loaded from: the name of one that comes with drumlin, or a file.
  static let modelFile = ParameterType.either([
    .choice(BundledModel.all.map(\.name)), .path(.read(endings: ["ckpt", "safetensors", "pt", "pth"])),
  ])
}

/// Opens a model by what was typed; where there is no such file, the failure names the bundled model that was nearly typed,
/// or what lists them.
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
