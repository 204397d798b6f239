import Diffusion
import Networks
import Tensors

/// How often a training draws each noise level.
public enum TrainingLevels: String, Codable, Sendable, CaseIterable {
  /// All sigmas alike, as the reference has it.
  case even
  /// As a run spends its steps: `NoiseSchedule`'s levels for the network's gain.
  case run
  /// Half of them as a run spends its steps, half from the first fifth of one: there the loudest of a sound, such as
  /// the wave of a low drum, takes its shape, in few steps. What isn't learnt there is noise of the right loudness.
  case beginning
  /// Half of them as a run spends its steps, half from the last fifth of one, the more the nearer to its end: there
  /// what is softer than all of the noise before is told from silence; with a gain of 10, from some 40 dB below the
  /// peak on.
  case end
  /// The sigmas of a normal logit, shifted by the gain: Esser et al. 2024, arXiv:2403.03206, equations 19 and 23.
  case logitNormal = "logit-normal"

  /// The next level, in 0…1.
  /// - Parameter gain: how many times as large as the sounds the network's are, above 0.
  package func sigma(_ generator: inout TorchGenerator, gain: Double) -> Float {
    switch self {
    case .even: return generator.rand(1).first ?? 0
    case .run: return Self.sigma(at: Double(generator.rand(1).first ?? 0), gain: gain)
    case .beginning:
      let even = Double(generator.rand(1).first ?? 0)
      return Self.sigma(at: even < 0.5 ? 1 - 0.4 * even : 2 * even - 1, gain: gain)
    case .end:
      let even = Double(generator.rand(1).first ?? 0)
      return Self.sigma(at: even < 0.5 ? 0.8 * even * even : 2 * even - 1, gain: gain)
    case .logitNormal:
      let logit = Double(generator.randn(16).first ?? 0)
      let share = 1 / (1 + Double(exponential(Float(-logit))))
      return Float(gain * share / (1 + (gain - 1) * share))
    }
  }

  private static func sigma(at even: Double, gain: Double) -> Float {
    gain == 1 ? Float(even) : Float(NoiseSchedule.sigma(at: even, gain: gain))
  }
}
