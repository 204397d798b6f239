import Networks
import Tensors

extension Sampler {
  /// The diffusion that the network learnt to undo, with fresh noise at each step; see `SamplerStep.ancestral`.
  public static let ancestral = Sampler("ancestral", "draws fresh noise at each step", drawsNoise: true) {
    step, generator in
    try step.ancestral(&generator)
  }
}

extension SamplerStep {
  /// DDIM with eta = 1 (Song et al. 2020, arXiv:2010.02502, equations 12 and 16), the sampler of DDPM:
  ///
  ///     s² = beta'²/beta² · (1 − alpha²/alpha'²);  x' = alpha'·x̂ + √(beta'² − s²)·n̂ + s·fresh
  fileprivate func ancestral(_ generator: inout TorchGenerator) throws -> Tensor {
    let (level, next) = (NoiseLevel(sigma: sigma), NoiseLevel(sigma: nextSigma))
    let ratio = next.beta / level.beta
    let shrink = level.alpha / next.alpha
    let fresh = ratio * max(0, 1 - shrink * shrink).squareRoot()
    let kept = max(0, next.beta * next.beta - fresh * fresh).squareRoot()
    let noise = generator.randn(x.count)
    var values = x.values
    for index in values.indices {
      let (x, v) = (values[index], velocity.values[index])
      let clean = level.alpha * x - level.beta * v
      let old = level.beta * x + level.alpha * v
      values[index] = next.alpha * clean + kept * old + fresh * noise[index]
    }
    return try Tensor(shape: x.shape, values: values)
  }
}
