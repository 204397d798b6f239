import Checkpoints
import Networks

/// What can be wrong with a run, and with a model file that is otherwise sound.
public enum DiffusionError: Error, Equatable, CustomStringConvertible {
  case stepsOutOfRange(Int)
  case sigmaOutOfRange(Float)
  case shapesDiffer([Int], [Int])
  case noiseNotFinite
  /// Sampling feeds the output back in, so a network must give as many channels as it takes.
  case channelsDiffer(inChannels: Int, outChannels: Int)
  case alreadyFinished(steps: Int)
  case notFinite(step: Int, steps: Int)
  /// `examples` are a few of the names that the file does have.
  case noNetwork(path: String, examples: [String])
  case weightsMissing(asked: DiffusionModel.Weights, path: String)
  case weightsDontFit(path: String, config: String?, NetworkError)
  /// What an option says, counted in `unit`, is not what the config says.
  case optionContradictsConfig(unit: String, given: Int, config: Int, path: String)

  public var description: String {
    switch self {
    case .stepsOutOfRange(let steps):
      "a run can't have \(steps) steps\nit needs 1 to \(NoiseSchedule.mostSteps)"
    case .sigmaOutOfRange(let sigma):
      "a run can't start at sigma \(sigma)\nsigma is above 0 (clean sound) and at most 1 (noise only)"
    case .shapesDiffer(let a, let b):
      "two sounds of one shape are needed, not \(a) and \(b)"
    case .noiseNotFinite:
      "the sound to start from has values that are infinite or not a number"
    case .channelsDiffer(let inChannels, let outChannels):
      """
      this network takes \(inChannels) channels and gives \(outChannels), so it can't denoise step by step
      sampling needs a network that gives as many channels as it takes
      """
    case .alreadyFinished(let steps):
      "the run is finished: all \(steps) steps are done\nstart a new one to go on"
    case .notFinite(let step, let steps):
      """
      the network gave infinite values or values that are not numbers at step \(step) of \(steps)
      the sound is as it was before that step; the checkpoint may be damaged, or of another kind than its config says
      """
    case .noNetwork(let path, let examples):
      """
      \(path): holds no network that drumlin knows
      \(examples.isEmpty ? "it holds no weights" : "its weights are called \(examples.joined(separator: ", ")) …")
      drumlin runs the networks of tiny-audio-diffusion (UNetV0 of audio-diffusion-pytorch)
      """
    case .weightsMissing(let asked, let path):
      """
      \(path): holds no \(asked.label) weights, only \(asked.other.label) ones
      leave the choice out to take those
      """
    case .weightsDontFit(let path, let config, let error):
      config.map { "\(path): doesn't fit the configuration in \($0): \(error)" } ?? "\(path): \(error)"
    case .optionContradictsConfig(let unit, let given, let config, let path):
      "\(given) \(unit) were asked for, but \(path) says \(config)\nleave the option out"
    }
  }
}
