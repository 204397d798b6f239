import CKernels

// Elementary functions with the same bits on every processor, for kernels and for Swift: C, in CElementary.h, which
// says why they aren't the C library's.

/// sin x, within a unit in the last place for |x| < 10^6.
package func sine(_ x: Double) -> Double { sineAndCosine(x).sine }

/// cos x, within a unit in the last place for |x| < 10^6.
package func cosine(_ x: Double) -> Double { sineAndCosine(x).cosine }

/// Both of one x.
package func sineAndCosine(_ x: Double) -> (sine: Double, cosine: Double) {
  var (sine, cosine) = (0.0, 0.0)
  CSineCosine(x, &sine, &cosine)
  return (sine, cosine)
}

/// The natural logarithm of a positive normal number, within 2 units in the last place.
@inlinable
@inline(__always)
package func logarithm(_ x: Double) -> Double { CLogarithm(x) }

/// e to the power of x, within 2 units in the last place, for x clamped to −87…88.
@inlinable
@inline(__always)
package func exponential(_ x: Float) -> Float { CExponential(x) }
