// Plain additions and multiplications, in double precision: the C library chooses its code by the processor, and a
// recursive filter would carry a different last bit on through the whole sound.

/// e^x for |x| < 700, within a few units in the last place; 0 below.
func exponential(_ x: Double) -> Double {
  guard x > -700 else { return 0 }
  let n = (min(x, 700) * 1.442_695_040_888_963_407).rounded()
  // ln 2 in two parts, of which n times the first is exact.
  let r = (min(x, 700) - n * 0.693_147_180_369_123_816) - n * 1.908_214_929_270_587_70e-10
  var sum = 1.0
  for k in stride(from: 13.0, to: 0, by: -1) { sum = 1 + sum * r / k }
  return sum * Double(sign: .plus, exponent: Int(n), significand: 1)
}

/// The factor of a level in dB.
func amplitude(decibels: Double) -> Double { exponential(decibels * 0.115_129_254_649_702_284) }

/// sin(2πx), within 1e-11: a Taylor series of degree 15 over the quarter turns around 0.
func sineOfTurns(_ x: Double) -> Double {
  var t = x - x.rounded()
  if t > 0.25 { t = 0.5 - t } else if t < -0.25 { t = -0.5 - t }
  let r = t * 6.283_185_307_179_586_48
  let s = r * r
  var sum = -1.0 / 1_307_674_368_000 * s + 1.0 / 6_227_020_800
  sum = sum * s - 1.0 / 39_916_800
  sum = sum * s + 1.0 / 362_880
  sum = sum * s - 1.0 / 5040
  sum = sum * s + 1.0 / 120
  sum = sum * s - 1.0 / 6
  return r + r * s * sum
}

/// tanh x by e^2x.
func hyperbolicTangent(_ x: Double) -> Double {
  if x.magnitude > 20 { return x < 0 ? -1 : 1 }
  let e = exponential(2 * x)
  return (e - 1) / (e + 1)
}
