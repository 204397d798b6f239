extension Signal {
  /// Driven into a soft limit, tanh(drive · x + bias): odd harmonics, and even ones with a bias. Small signals keep their
  /// silence; the level is left at a peak of 1.
  func saturated(drive: Double, bias: Double = 0) -> Signal {
    let rest = hyperbolicTangent(bias)
    return Signal(normalized.samples.map { hyperbolicTangent(drive * $0 + bias) - rest }).normalized
  }

  /// Folded back at ±1 after a gain, by a sine: the hard sound of an overdriven wave shaper.
  func folded(drive: Double) -> Signal {
    Signal(normalized.samples.map { sineOfTurns(0.25 * drive * $0) }).normalized
  }

  /// As an early sampler holds it: so many bits, and each value held for `hold` frames.
  func crushed(bits: Int, hold: Int) -> Signal {
    let steps = Double(1 << max(1, bits - 1))
    let normal = normalized.samples
    let hold = max(1, hold)
    return Signal(normal.indices.map { (normal[$0 - $0 % hold] * steps).rounded() / steps })
  }
}
