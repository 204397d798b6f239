import Audio
import Diffusion
import Language
import Tensors

/// A run as the language sees it: a snapshot of where the denoising stands.
struct RunValue: ForeignValue {
  static let typeName = "run"
  static let fieldNames = ["step", "steps", "sigma", "sound", "predicted", "done"]

  var run: DenoisingRun
  /// Frames a second of the sounds that come out.
  let sampleRate: Double

  var summary: String {
    "run: step \(run.step) of \(run.steps), sigma \(decimals(Double(run.sigma), 3))"
  }

  func field(_ name: String) -> Value? {
    switch name {
    case "step": .number(run.step)
    case "steps": .number(run.steps)
    case "sigma": .number(Double(run.sigma))
    case "sound": try? sounds(predicted: false)
    case "predicted": try? sounds(predicted: true)
    case "done": .bool(run.isFinished)
    default: nil
    }
  }

  /// The sound as it stands, or the clean one that the network predicts from it; a list when the run denoises several.
  func sounds(predicted: Bool) throws -> Value {
    try Value.sounds(predicted ? run.predicted() : run.state, sampleRate: sampleRate)
  }
}
