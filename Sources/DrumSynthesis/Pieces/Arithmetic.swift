import Audio

// Plain additions and multiplications, in double precision: the C library chooses its code by the processor, and a
// recursive filter would carry a different last bit on through the whole sound.

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
