import Audio
import Checkpoints
import Diffusion
import Language
import Networks
import Text

extension TrainingNetwork {
  /// What `--away-from` names, which has to fit what `--from` does; `nil` when nothing is to be led away from.
  func guide(_ call: Call, session: Session) throws -> StateDict? {
    guard let path = call[TrainingOptions.awayFrom] else { return nil }
    guard let weights else {
      throw CommandFailure(
        "--away-from leads a model away from another, and no --from names one",
        hint: "train a model first, and name it with --from then", argument: TrainingOptions.awayFrom)
    }
    return try call.blaming(TrainingOptions.awayFrom) {
      let place = try Self.place(of: path, withConfig: true, session, call)
      let (guide, kind, known) = try suggestingModels(path) {
        try DiffusionModel.weights(of: place, shape: Self.untold(call))
      }
      guard kind == architecture else {
        throw CommandFailure(
          "\(printable(path)) is another kind of network than --from's", hint: "it is: \(kind.summary)")
      }
      let (own, others) = (config.gain ?? 1, known?.gain ?? 1)
      guard own == others else {
        func level(_ gain: Double) -> String { "\(decimals(decibels(gain), 1, trim: true)) dB" }
        throw CommandFailure(
          "\(printable(path)) has a gain of \(level(others)), and this training one of \(level(own))",
          hint: "both need the same")
      }
      let layout = ParameterLayout(architecture)
      let isSame = try layout.entries.allSatisfy { try weights.tensor($0.name) == guide.tensor($0.name) }
      guard !isSame else {
        throw CommandFailure(
          "\(printable(path)) is what the training begins with, so that there is no way away from it",
          hint: "name another model")
      }
      return guide
    }
  }
}
