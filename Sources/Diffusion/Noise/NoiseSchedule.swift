/// The noise levels of a run, from `start` down to 0.
///
/// Sigma falls evenly, torch.linspace(start, 0, steps + 1), where a network's sounds have their own size. Sounds that
/// are larger by a gain stand out of the noise much earlier: nearly all of their shape is decided close to sigma 1,
/// where even steps are too few. Then the levels are shifted as Esser et al. 2024, arXiv:2403.03206, shift those of
/// larger pictures,
///
///     sigma = gain·s / (1 + (gain − 1)·s),  s = u²·(3 − 2u),
///
/// of an even u; s makes the steps small at both ends, near 0 too, where what is left of the noise is decided.
public struct NoiseSchedule: Sendable, Equatable {
  /// The noise levels, `steps` + 1 of them; the last is 0.
  public let sigmas: [Float]
  /// How many steps lie between them.
  public var steps: Int { sigmas.count - 1 }
  /// The most steps that a run may have.
  public static let mostSteps = 100_000

  /// A schedule of `steps` steps (1 … `mostSteps`) that starts at sigma `start` (above 0, at most 1).
  /// - Parameter gain: how many times as large as the sounds the network's are, above 0.
  public init(steps: Int, start: Float = 1, gain: Float = 1) throws(DiffusionError) {
    guard (1...Self.mostSteps).contains(steps) else { throw .stepsOutOfRange(steps) }
    guard start > 0, start <= 1 else { throw .sigmaOutOfRange(start) }
    if gain == 1 {
      // As torch rounds it: up from the start in the first half, down to the end in the second.
      let stride = -start / Float(steps)
      let half = (steps + 1) / 2
      sigmas = (0...steps).map { index in
        index < half ? start.addingProduct(stride, Float(index)) : -stride * Float(steps - index)
      }
    } else {
      let place = Self.place(of: Double(start), gain: Double(gain))
      sigmas = (0...steps).map { index in
        index == 0
          ? start : Float(Self.sigma(at: place * Double(steps - index) / Double(steps), gain: Double(gain)))
      }
    }
  }

  /// The shifted level at an even one, both in 0…1.
  public static func sigma(at even: Double, gain: Double) -> Double {
    let smooth = even * even * (3 - 2 * even)
    return gain * smooth / (1 + (gain - 1) * smooth)
  }

  /// The even level of a shifted one, found by halving, whose bits are the same everywhere.
  private static func place(of sigma: Double, gain: Double) -> Double {
    // Close to 1 the curve is so flat that halving would stop short of it.
    guard sigma < 1 else { return 1 }
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if Self.sigma(at: middle, gain: gain) < sigma { low = middle } else { high = middle }
    }
    return high
  }
}
