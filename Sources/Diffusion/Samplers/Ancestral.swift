import Networks
import Tensors

extension Sampler {
  /// The diffusion that the network learnt to undo, with fresh noise at each step, the sampler of DDPM: eta = 1; see
  /// `SamplerStep.ancestral`.
  public static let ancestral = Sampler("ancestral", "draws fresh noise at each step") { step, fresh in
    try step.ancestral(eta: 1, &fresh)
  }

  /// Between that and DDIM without fresh noise: eta = 0.5.
  public static let ancestralHalf = Sampler("ancestral-half", "draws half as much of it") { step, fresh in
    try step.ancestral(eta: 0.5, &fresh)
  }

  /// Fresh noise early in a run, where a sound is laid out, and `ddim` around: the first steps predict little more than
  /// the mean of all sounds, which it would make stay, and later it takes partials. Karras et al. 2022,
  /// arXiv:2206.00364, section 4, have such limits (S_tmin and S_tmax), and as much noise as helps.
  public static let ancestralEarly = Sampler(
    "ancestral-early", "draws 1.2 times what ancestral does between sigma 0.95 and 0.8, and none elsewhere"
  ) { step, fresh in
    let isEarly = step.sigma < 0.95 && step.sigma > 0.8
    return try isEarly ? step.ancestral(eta: 1.2, &fresh) : ddim.advance(step, &fresh)
  }
}

extension SamplerStep {
  /// DDIM with fresh noise (Song et al. 2020, arXiv:2010.02502, equations 12 and 16), all of the noise at most:
  ///
  ///     s² = min(beta'², eta²·beta'²/beta² · (1 − alpha²/alpha'²));  x' = alpha'·x̂ + √(beta'² − s²)·n̂ + s·fresh
  fileprivate func ancestral(eta: Float, _ fresh: inout FreshNoise) throws -> Tensor {
    let (level, next) = (NoiseLevel(sigma: sigma), NoiseLevel(sigma: nextSigma))
    let ratio = next.beta / level.beta
    let shrink = level.alpha / next.alpha
    let share = min(next.beta, eta * ratio * max(0, 1 - shrink * shrink).squareRoot())
    let kept = max(0, next.beta * next.beta - share * share).squareRoot()
    let noise = fresh.draw(for: x)
    var values = x.values
    for index in values.indices {
      let (x, v) = (values[index], velocity.values[index])
      let clean = level.alpha * x - level.beta * v
      let old = level.beta * x + level.alpha * v
      values[index] = next.alpha * clean + kept * old + share * noise[index]
    }
    return try Tensor(shape: x.shape, values: values)
  }
}
