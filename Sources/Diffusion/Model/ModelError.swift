import Checkpoints
import Networks

/// What can be wrong with a model's file that is otherwise sound.
public enum ModelError: Error, Equatable, CustomStringConvertible {
  /// No network of a kind that drumlin knows; `examples` are a few of the names that the file does have.
  case noNetwork(path: String, examples: [String])
  case weightsMissing(asked: DiffusionModel.Weights, path: String)
  case weightsDontFit(path: String, config: String?, NetworkError)
  /// What an option says, counted in `unit`, is not what the config says.
  case optionContradictsConfig(unit: String, given: Int, config: Int, path: String)

  /// A model's sounds can't be led away from those of the one at this path.
  case guideDoesNotFit(path: String, String)

  /// What is wrong, and on further lines what to do.
  public var description: String {
    switch self {
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
    case .guideDoesNotFit(let path, let fault):
      """
      \(printable(path)): doesn't fit the model that is to be led away from it: \(fault)
      name a model of the same sounds, and a length that both make
      """
    }
  }
}
