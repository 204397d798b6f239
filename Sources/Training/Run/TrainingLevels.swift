import Diffusion
import Networks
import Tensors

/// How often a training draws each noise level.
public enum TrainingLevels: String, Codable, Sendable, CaseIterable {
  /// All sigmas alike, as the reference has it.
  case even
  /// As a run spends its steps: `NoiseSchedule`'s levels for the network's gain.
  case run
  /// The sigmas of a normal logit, shifted by the gain: Esser et al. 2024, arXiv:2403.03206, equations 19 and 23.
  case logitNormal = "logit-normal"

  /// The next level, in 0…1.
  /// - Parameter gain: how many times as large as the sounds the network's are, above 0.
  package func sigma(_ generator: inout TorchGenerator, gain: Double) -> Float {
    switch self {
    case .even: return generator.rand(1).first ?? 0
    case .run:
      let even = Double(generator.rand(1).first ?? 0)
      return gain == 1 ? Float(even) : Float(NoiseSchedule.sigma(at: even, gain: gain))
    case .logitNormal:
      let logit = Double(generator.randn(16).first ?? 0)
      let share = 1 / (1 + Double(exponential(Float(-logit))))
      return Float(gain * share / (1 + (gain - 1) * share))
    }
  }
}
