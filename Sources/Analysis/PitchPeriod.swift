/// The period of what repeats itself, by YIN (A. de Cheveigné and H. Kawahara, J. Acoust. Soc. Am. 111, 2002, steps 3
/// to 5): with d(τ) the energy of the difference between a stretch and the same τ later, the first minimum below
/// `clear` of the cumulative mean normalised difference d'(τ) = d(τ)·τ / Σ_{i≤τ} d(i).
enum PitchPeriod {
  /// Of d', 0 for what repeats itself exactly and about 1 for noise.
  private static let clear = 0.2

  /// The period in samples, between those that are asked for; `nil` where none is clear.
  /// - Parameter difference: d(τ), for τ from 1 to `longest` + 1.
  static func find(_ shortest: Int, _ longest: Int, difference: (Int) -> Double) -> Double? {
    guard shortest < longest else { return nil }
    var normalised = [1.0]
    var sum = 0.0
    for lag in 1...(longest + 1) {
      let difference = difference(lag)
      sum += difference
      normalised.append(sum > 0 ? difference * Double(lag) / sum : 1)
    }
    guard var lag = (shortest...longest).first(where: { normalised[$0] < clear }) else { return nil }
    while lag < longest, normalised[lag + 1] < normalised[lag] { lag += 1 }
    guard lag < longest else { return nil }
    // A parabola through the minimum and its neighbours.
    let (before, at, after) = (normalised[lag - 1], normalised[lag], normalised[lag + 1])
    let curve = before - 2 * at + after
    let shift = curve > 0 ? min(max((before - after) / (2 * curve), -0.5), 0.5) : 0
    return Double(lag) + shift
  }
}
