/// The noise levels of a run: sigma falls evenly from `start` to 0, torch.linspace(start, 0, steps + 1).
public struct LinearSchedule: Sendable, Equatable {
  /// The noise levels, `steps` + 1 of them; the last is 0.
  public let sigmas: [Float]
  /// How many steps lie between them.
  public var steps: Int { sigmas.count - 1 }
  /// The most steps that a run may have.
  public static let mostSteps = 100_000

  /// A schedule of `steps` steps (1 … `mostSteps`) that starts at sigma `start` (above 0, at most 1).
  public init(steps: Int, start: Float = 1) throws(DiffusionError) {
    guard (1...Self.mostSteps).contains(steps) else { throw .stepsOutOfRange(steps) }
    guard start > 0, start <= 1 else { throw .sigmaOutOfRange(start) }
    // As torch rounds it: up from the start in the first half, down to the end in the second.
    let stride = -start / Float(steps)
    let half = (steps + 1) / 2
    sigmas = (0...steps).map { index in
      index < half ? start.addingProduct(stride, Float(index)) : -stride * Float(steps - index)
    }
  }
}
