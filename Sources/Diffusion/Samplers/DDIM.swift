import Networks
import Tensors

extension Sampler {
  /// DDIM without fresh noise, eta = 0 (Song et al. 2020, arXiv:2010.02502, equation 12): VSampler of
  /// audio-diffusion-pytorch, and so the notebook's.
  public static let ddim = Sampler("ddim", "is the notebook's") { step, _ in
    try NoiseLevel(sigma: step.sigma).advance(step.x, velocity: step.velocity, to: step.nextSigma)
  }
}

extension NoiseLevel {
  /// One step of DDIM, from this level to that of `sigma`: x and v [B, C, L] → alpha'·x̂ + beta'·n̂, with the clean
  /// sound x̂ = alpha·x − beta·v and the noise n̂ = beta·x + alpha·v that x and its velocity stand for. Throws
  /// `DiffusionError.shapesDiffer`.
  public func advance(_ x: Tensor, velocity: Tensor, to sigma: Float) throws -> Tensor {
    let next = NoiseLevel(sigma: sigma)
    return try combine(x, velocity) { x, v in
      next.alpha * (alpha * x - beta * v) + next.beta * (beta * x + alpha * v)
    }
  }
}
