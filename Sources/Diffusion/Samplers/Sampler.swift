import Tensors

/// How a step leads from one noise level to the next.
public enum Sampler: String, Sendable, CaseIterable {
  /// The notebook's: DDIM, without fresh noise.
  case ddim
  /// Draws fresh noise at each step, as the diffusion that the network learnt to undo.
  case ancestral
  /// DPM-Solver++(2M), of the second order: looks back at the step before.
  case dpmpp2m = "dpmpp-2m"

  /// Whether a step looks back at the clean sound that the one before predicted.
  var looksBack: Bool { self == .dpmpp2m }

  /// Whether a step draws fresh noise.
  var drawsNoise: Bool { self == .ancestral }
}

/// Where a step begins: everything that a sampler may look at.
struct SamplerStep {
  /// The sound with its noise, [B, C, L].
  let x: Tensor
  /// The network's velocity for it, [B, C, L].
  let velocity: Tensor
  let sigma: Float
  let nextSigma: Float
  /// The clean sound that the step before predicted, and its sigma; only for samplers that look back.
  let previous: (clean: Tensor, sigma: Float)?

  /// The state at the next sigma, [B, C, L].
  func advanced(by sampler: Sampler, _ generator: inout TorchGenerator) throws -> Tensor {
    switch sampler {
    case .ddim: try NoiseLevel(sigma: sigma).advance(x, velocity: velocity, to: nextSigma)
    case .ancestral: try ancestral(&generator)
    case .dpmpp2m: try dpmSolver()
    }
  }
}
