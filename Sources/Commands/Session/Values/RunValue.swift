import Audio
import Diffusion
import Language
import Tensors
import Text

/// A run as the language sees it: a snapshot of where the denoising stands.
struct RunValue: Originated {
  static let typeName = "run"
  static let fieldNames = ["step", "steps", "sigma", "sampler", "sound", "predicted", "done"]

  var run: DenoisingRun
  /// What the random numbers were started at when the run began.
  let seed: Int
  /// The model that denoises.
  let model: DiffusionModel
  /// The statements that lead to the step `base`, where they are known.
  let origin: Origin?
  /// The step at which the run began, or was forked.
  let base: Int
  /// Which run of the session it is.
  let branch: RunBranch

  var summary: String {
    "run: step \(run.step) of \(run.steps), sigma \(decimals(Double(run.sigma), 3))"
      + (run.sampler == .ddim ? "" : ", \(run.sampler.rawValue)")
  }

  func field(_ name: String) -> Value? {
    switch name {
    case "step": .number(run.step)
    case "steps": .number(run.steps)
    case "sigma": .number(Double(run.sigma))
    case "sampler": .string(run.sampler.rawValue)
    case "sound": try? sounds(predicted: false)
    case "predicted": try? sounds(predicted: true)
    case "done": .bool(run.isFinished)
    default: nil
    }
  }

  static func type(ofField name: String) -> (any ForeignValue.Type)? {
    name == "sound" || name == "predicted" ? SoundValue.self : nil
  }

  /// The sound as it stands, or the clean one that the network predicts from it; a list when the run denoises several.
  func sounds(predicted: Bool) throws -> Value {
    let origin = origin?.followed(by: [.denoiseStep(run.step - base)] + (predicted ? [.predict] : []))
    return try Value.sounds(predicted ? run.predicted() : run.state, of: model, isMade: run.isFinished, origin: origin)
  }

  /// The same run at another of its steps.
  func at(_ run: DenoisingRun) -> RunValue {
    RunValue(run: run, seed: seed, model: model, origin: origin, base: base, branch: branch)
  }

  /// Another run, which this call made of the run as it stands.
  /// - Parameter number: the new run's among those of the session.
  func forked(_ run: DenoisingRun, by call: Invocation, number: Int) -> RunValue {
    let steps: [Invocation] = run.step > base ? [.denoiseStep(run.step - base)] : []
    let branch = RunBranch(number: number, title: call.description, parent: (branch.number, run.step))
    return RunValue(
      run: run, seed: seed, model: model, origin: origin?.followed(by: steps + [call]), base: run.step, branch: branch)
  }
}

/// Which of a session's runs a run is.
struct RunBranch {
  let number: Int
  /// "kicks, seed 42, 50 steps", or the call that forked it.
  let title: String
  /// The run that it was forked from, and at which step.
  let parent: (number: Int, step: Int)?
}

/// Noise to start a run from, as the language sees it.
struct NoiseValue: Originated {
  static let typeName = "noise"
  static let fieldNames = ["count", "channels", "length"]

  /// [B, C, L]
  let tensor: Tensor
  let origin: Origin?

  var summary: String { "noise: \(tensor.shape[0]) × \(tensor.shape[1]) channels × \(tensor.shape[2]) frames" }

  func field(_ name: String) -> Value? {
    guard let axis = Self.fieldNames.firstIndex(of: name) else { return nil }
    return .number(tensor.shape[axis])
  }
}
