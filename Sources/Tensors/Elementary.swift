import CKernels

// Elementary functions with the same bits on every processor. Those that kernels need too are C, in CElementary.h,
// which says why they aren't the C library's.

/// sin x, within a unit in the last place for |x| < 10^6.
package func sine(_ x: Double) -> Double { sineAndCosine(x).sine }

/// cos x, within a unit in the last place for |x| < 10^6.
package func cosine(_ x: Double) -> Double { sineAndCosine(x).cosine }

/// Both of one x: it is brought to |r| ≤ π/4 around a multiple of π/2, and the multiple tells which of two series is
/// which, and their signs.
package func sineAndCosine(_ x: Double) -> (sine: Double, cosine: Double) {
  let n = (x * 0.636_619_772_367_581_343).rounded()
  // π/2 in two parts, of which n times the first is exact.
  let r = (x - n * 1.570_796_326_734_125_61) - n * 6.077_100_506_506_192_25e-11
  let square = r * r
  // Taylor series, r^17 and r^16 last.
  let odd = r * series(square, from: 17)
  let even = series(square, from: 16)
  switch (Int(exactly: n) ?? 0) & 3 {
  case 0: return (odd, even)
  case 1: return (even, -odd)
  case 2: return (-odd, -even)
  default: return (-even, odd)
  }
}

/// 1 − s/(k·(k−1))·(…): the nested alternating series of sin r / r (k odd) and cos r (k even) in s = r².
private func series(_ s: Double, from last: Int) -> Double {
  var sum = 1.0
  for k in stride(from: last, to: 1, by: -2) { sum = 1 - s * sum / Double(k * (k - 1)) }
  return sum
}

/// The natural logarithm of a positive normal number, within 2 units in the last place.
@inlinable
@inline(__always)
package func logarithm(_ x: Double) -> Double { CLogarithm(x) }

/// e to the power of x, within 2 units in the last place, for x clamped to −87…88.
@inlinable
@inline(__always)
package func exponential(_ x: Float) -> Float { CExponential(x) }
