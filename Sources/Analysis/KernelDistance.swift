import Glibc

/// How far sets of points lie from a reference set: the squared maximum mean discrepancy with a Gaussian kernel.
///
/// MMD² = mean k(x, x′) + mean k(y, y′) − 2 mean k(x, y), the first two over pairs of different points, which makes it
/// unbiased: around 0, and as often below as above, for two sets of one distribution (A. Gretton et al., J. Mach.
/// Learn. Res. 13, 2012, eq. 3). k(a, b) = exp(−|a − b|² / 2s²), where s is the median of the distances within the
/// reference set (the kernel audio distance: Y. Chung et al., arXiv:2502.15602, 2025).
public struct KernelDistance<Point> {
  /// s, in the distance's own unit.
  public let bandwidth: Double
  private let reference: [Point]
  private let metric: (Point, Point) -> Double
  /// k within the reference set, [n][n].
  private let kernel: [[Double]]

  /// `nil` for fewer than two points, and where half of the pairs are the same point.
  public init?(reference: [Point], metric: @escaping (Point, Point) -> Double) {
    var distances: [[Double]] = []
    for (index, point) in reference.enumerated() {
      // Each pair once.
      distances.append(reference[..<index].map { metric(point, $0) })
    }
    let median = Distribution.quantile(0.5, of: distances.joined().sorted())
    guard reference.count >= 2, median > 0 else { return nil }
    bandwidth = median
    self.reference = reference
    self.metric = metric
    kernel = reference.indices.map { row in
      reference.indices.map { column in
        row == column ? 1 : Self.kernel(distances[max(row, column)][min(row, column)], median)
      }
    }
  }

  /// MMD² between `points` and the reference set; `nil` for fewer than two points.
  public func squared(to points: [Point]) -> Double? {
    guard points.count >= 2 else { return nil }
    var within = 0.0
    var across = 0.0
    for (index, point) in points.enumerated() {
      for other in points[..<index] { within += Self.kernel(metric(point, other), bandwidth) }
      for other in reference { across += Self.kernel(metric(point, other), bandwidth) }
    }
    within /= Double(points.count * (points.count - 1) / 2)
    across /= Double(points.count * reference.count)
    return within + meanKernel(within: Array(reference.indices)) - 2 * across
  }

  /// MMD² between two halves of the reference set, over `splits` random ways to halve it, the same each time: their
  /// mean, and their standard deviation around it. `nil` where a half has fewer than two points.
  public func betweenHalves(splits: Int = 20) -> (mean: Double, deviation: Double)? {
    let half = reference.count / 2
    guard half >= 2, splits >= 2 else { return nil }
    var random = SplitMix(state: 1)
    let values = (0..<splits).map { _ -> Double in
      let order = Array(reference.indices).shuffled(using: &random)
      let (one, other) = (Array(order[..<half]), Array(order[half...]))
      var across = 0.0
      for row in one { for column in other { across += kernel[row][column] } }
      across /= Double(one.count * other.count)
      return meanKernel(within: one) + meanKernel(within: other) - 2 * across
    }
    let mean = values.reduce(0, +) / Double(splits)
    var squares = 0.0
    for value in values { squares += (value - mean) * (value - mean) }
    return (mean, (squares / Double(splits - 1)).squareRoot())
  }

  /// The mean of k over the pairs of different points among some of the reference set.
  private func meanKernel(within indices: [Int]) -> Double {
    var sum = 0.0
    for (place, row) in indices.enumerated() { for column in indices[..<place] { sum += kernel[row][column] } }
    return sum / Double(indices.count * (indices.count - 1) / 2)
  }

  private static func kernel(_ distance: Double, _ bandwidth: Double) -> Double {
    exp(-distance * distance / (2 * bandwidth * bandwidth))
  }
}

/// SplitMix64 (G. L. Steele, D. Lea and C. H. Flood, OOPSLA 2014): the same numbers each time.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
