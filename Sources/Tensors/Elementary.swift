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
///
/// Written without branches, calls and divisions by what is known, so that loops over it vectorise.
@inlinable
@inline(__always)
package func logarithm(_ x: Double) -> Double {
  let bits = x.bitPattern
  // The exponent as the low bits of 2^52.
  let power = Double(bitPattern: 0x4330_0000_0000_0000 | bits >> 52) - 4_503_599_627_371_519
  let significand = Double(bitPattern: bits & 0xF_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000)
  let isLarge = significand > 1.414_213_562_373_095_05
  let (exponent, fraction) = isLarge ? (power + 1, significand * 0.5) : (power, significand)
  // ln m = 2·artanh((m − 1) / (m + 1)), whose series converges like 0.03^k.
  let s = (fraction - 1) / (fraction + 1)
  let square = s * s
  var sum = 1.0 / 25
  sum = sum * square + 1.0 / 23
  sum = sum * square + 1.0 / 21
  sum = sum * square + 1.0 / 19
  sum = sum * square + 1.0 / 17
  sum = sum * square + 1.0 / 15
  sum = sum * square + 1.0 / 13
  sum = sum * square + 1.0 / 11
  sum = sum * square + 1.0 / 9
  sum = sum * square + 1.0 / 7
  sum = sum * square + 1.0 / 5
  sum = sum * square + 1.0 / 3
  sum = sum * square + 1
  return exponent * 0.693_147_180_559_945_309 + 2 * s * sum
}
