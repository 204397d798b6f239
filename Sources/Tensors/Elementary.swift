// Elementary functions of doubles in plain additions and multiplications: the C library's choose their code by the
// processor, and so give other last bits on another one.

/// sin x, within a unit in the last place for |x| < 10^6.
package func sine(_ x: Double) -> Double { quarterTurns(x, 0) }

/// cos x, within a unit in the last place for |x| < 10^6.
package func cosine(_ x: Double) -> Double { quarterTurns(x, 1) }

/// sin(x + turns·π/2): x is brought to |r| ≤ π/4 around a multiple of π/2, and the multiple tells which series to take.
private func quarterTurns(_ x: Double, _ turns: Int) -> Double {
  let n = (x * 0.636_619_772_367_581_343).rounded()
  // π/2 in two parts, of which n times the first is exact.
  let r = (x - n * 1.570_796_326_734_125_61) - n * 6.077_100_506_506_192_25e-11
  let square = r * r
  let quadrant = (Int(exactly: n) ?? 0) &+ turns
  // Taylor series, r^17 and r^16 last.
  let odd = r * series(square, from: 17)
  let even = series(square, from: 16)
  switch quadrant & 3 {
  case 0: return odd
  case 1: return even
  case 2: return -odd
  default: return -even
  }
}

/// 1 − s/(k·(k−1))·(…): the nested alternating series of sin r / r (k odd) and cos r (k even) in s = r².
private func series(_ s: Double, from last: Int) -> Double {
  var sum = 1.0
  for k in stride(from: last, to: 1, by: -2) { sum = 1 - s * sum / Double(k * (k - 1)) }
  return sum
}

/// The natural logarithm of a positive normal number, within 2 units in the last place.
package func logarithm(_ x: Double) -> Double {
  var (exponent, fraction) = (Double(x.exponent), x.significand)
  if fraction > 1.414_213_562_373_095_05 { (exponent, fraction) = (exponent + 1, fraction / 2) }
  // ln m = 2·artanh((m − 1) / (m + 1)), whose series converges like 0.03^k.
  let s = (fraction - 1) / (fraction + 1)
  let square = s * s
  var sum = 1.0 / 25
  for k in stride(from: 23, through: 1, by: -2) { sum = sum * square + 1 / Double(k) }
  return exponent * 0.693_147_180_559_945_309 + 2 * s * sum
}
