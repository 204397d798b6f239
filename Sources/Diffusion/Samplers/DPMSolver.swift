import Networks
import Tensors

extension Sampler {
  /// DPM-Solver++(2M), of the second order; see `SamplerStep.dpmSolver`.
  public static let dpmpp2m = Sampler("dpmpp-2m", "looks back one step", looksBack: true) { step, _ in
    try step.dpmSolver()
  }
}

extension SamplerStep {
  /// DPM-Solver++(2M) (Lu et al. 2022, arXiv:2211.01095, algorithm 2), with lambda = ln(alpha/beta) and h the way in
  /// lambda: DDIM towards D = x̂ + (x̂ − previous x̂)·h/(2·previous h) in the place of x̂. The first step, which has
  /// nothing before it, and the last, which is infinitely long in lambda, are DDIM's.
  fileprivate func dpmSolver() throws -> Tensor {
    let (level, next) = (NoiseLevel(sigma: sigma), NoiseLevel(sigma: nextSigma))
    let ddim = try level.advance(x, velocity: velocity, to: nextSigma)
    guard let previous, next.beta > 0, let before = NoiseLevel(sigma: previous.sigma).lambda,
      let here = level.lambda, let there = next.lambda
    else { return ddim }
    let weight = Float((there - here) / (2 * (here - before))) * (next.alpha - level.alpha * next.beta / level.beta)
    var values = ddim.values
    for index in values.indices {
      let clean = level.alpha * x.values[index] - level.beta * velocity.values[index]
      values[index] += weight * (clean - previous.clean.values[index])
    }
    return try Tensor(shape: x.shape, values: values)
  }
}

extension NoiseLevel {
  /// ln(alpha/beta); `nil` where it is infinite.
  fileprivate var lambda: Double? {
    // At sigma 1 alpha is the rest that rounding left.
    alpha > 1e-6 && beta > 1e-6 ? logarithm(Double(alpha)) - logarithm(Double(beta)) : nil
  }
}
