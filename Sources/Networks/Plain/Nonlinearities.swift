import Foundation
import Tensors

/// SiLU(x) = x / (1 + e^−x); Elfwing et al. 2017, arXiv:1702.03118.
@inline(__always)
func silu(_ x: Float) -> Float {
  x / (1 + exponential(-x))
}

/// SiLU of each of a few values, as every modulation and skip takes the time features.
package func activated(_ features: [Float]) -> [Float] { features.map(silu) }

/// GELU(x) = x·Φ(x), exact by the error function; Hendrycks and Gimpel 2016, arXiv:1606.08415.
package func gelu(_ x: Float) -> Float {
  0.5 * x * (1 + erff(x * Float(0.5).squareRoot()))
}
