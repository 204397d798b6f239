/// The states that a run has been through, kept so that one can go back and forth without computing anything again.
///
/// Its memory is bounded: when it would grow beyond the limit, every second state is let go, then every second of those
/// that are left, and so on; the first state and the newest always stay.
public struct RunTrail: Sendable {
  private var kept: [Int: DenoisingRun]
  /// States of steps that are multiples of it are kept.
  private var stride = 1
  /// The furthest step that the run has come to.
  public private(set) var furthest: Int

  /// The trail of a run that begins, or goes on, here.
  public init(from run: DenoisingRun) {
    kept = [run.step: run]
    first = run.step
    furthest = run.step
  }

  /// The step that the trail begins at.
  public let first: Int

  /// The steps whose states are kept, in order.
  public var steps: [Int] { kept.keys.sorted() }

  /// The state of a step, when it is kept.
  public subscript(step: Int) -> DenoisingRun? { kept[step] }

  /// The kept state of a step, or of the nearest one before it.
  public func nearest(to step: Int) -> DenoisingRun? {
    kept.keys.filter { $0 <= step }.max().flatMap { kept[$0] }
  }

  /// Keeps the state of a step, in the place of one that was kept for it before.
  public mutating func keep(_ run: DenoisingRun, limit: Int) {
    let before = furthest
    kept[run.step] = run
    furthest = max(furthest, run.step)
    if before != furthest { drop { $0 == before } }
    thin(to: limit)
  }

  /// Lets go of states until the trail holds `limit` bytes at most, or only its ends are left.
  public mutating func thin(to limit: Int) {
    while byteCount > limit, kept.count > 2 {
      stride *= 2
      drop { _ in true }
    }
  }

  /// The memory that the kept states hold, in bytes.
  public var byteCount: Int { kept.values.reduce(0) { $0 + $1.byteCount } }

  /// Drops those of the steps named that are neither ends nor multiples of the stride.
  private mutating func drop(_ isNamed: (Int) -> Bool) {
    kept = kept.filter { step, _ in
      step == first || step == furthest || step % stride == 0 || !isNamed(step)
    }
  }
}
