import CKernels
import Foundation
import Synchronization

/// Threads that share the tiles of one piece of work, over and over, for as long as they live.
///
/// Tiles are taken one by one from a counter, not dealt out beforehand: a thread whose processor is busy elsewhere
/// takes fewer. Who waits spins briefly and then sleeps. What a tile computes must depend on the tile alone, never on
/// the thread, so that bits don't depend on how many there are.
public final class Workers: Sendable {
  /// How many threads work at once, the caller's among them.
  public let count: Int
  /// Whether who waits wants no more of what is under way, asked on any thread between tiles. Work that obeys it leaves
  /// its tiles out, and throws `CancellationError` in the place of what it can't give.
  public let isInterrupted: @Sendable () -> Bool
  private let crew: Crew?
  /// Held by the caller whose work is being done.
  private let turn = NSLock()

  /// The most threads that can be asked for.
  public static let most = 256

  /// Starts `count` − 1 threads (1 … `most`); fewer work when the system has no more to give.
  public init(_ count: Int, isInterrupted: @escaping @Sendable () -> Bool = { false }) {
    self.isInterrupted = isInterrupted
    let wanted = max(1, min(count, Self.most, Self.fitting))
    guard wanted > 1 else {
      (self.count, crew) = (1, nil)
      return
    }
    let crew = Crew()
    var started = 1
    for index in 1..<wanted {
      let thread = Thread { crew.work(as: index) }
      thread.stackSize = Self.stackSize
      thread.start()
      started += 1
    }
    (self.count, self.crew) = (started, crew)
  }

  deinit { crew?.dismiss() }

  /// A thread's stack: a tile's own memory comes from its caller; what the kernels keep there is small.
  private static let stackSize = 1 << 20

  /// Throws once what the workers do is not wanted any more.
  public func checkInterrupt() throws(CancellationError) {
    if isInterrupted() { throw CancellationError() }
  }

  /// How many threads' stacks fit into a quarter of what is left of the address space.
  private static var fitting: Int { AddressSpace.bytesLeft.map { max(1, $0 / 4 / stackSize) } ?? most }

  /// Runs `body(tile, worker)` once for each tile in 0 ..< count; `worker` is below `self.count` and no two calls with
  /// the same worker run at once. Returns when all tiles are done. Who calls while other work is being done waits for
  /// its end, so a body must not call.
  public func run(_ tiles: Int, _ body: (_ tile: Int, _ worker: Int) -> Void) {
    guard let crew, tiles > 1 else {
      for tile in 0..<max(0, tiles) { body(tile, 0) }
      return
    }
    turn.lock()
    defer { turn.unlock() }
    withoutActuallyEscaping(body) { body in
      var job = Job(body: body)
      withUnsafeMutablePointer(to: &job) { job in
        // The counter holds as many as 20 bits can; more are done in turns.
        for first in stride(from: 0, to: tiles, by: Ticket.most) {
          job.pointee.first = first
          crew.run(min(Ticket.most, tiles - first), job)
        }
      }
    }
  }
}

/// What the threads of a crew do: a body, and the number of its first tile.
private struct Job {
  let body: (Int, Int) -> Void
  var first = 0
}

/// The number of a job, how many tiles it has and how many are taken, in one word: a thread that comes late can't take
/// a tile of the next job for one of its own.
private struct Ticket {
  var bits: UInt64
  static let most = 1 << 20 - 1

  init(bits: UInt64) { self.bits = bits }
  init(job: UInt64, tiles: Int) { bits = job << 40 | UInt64(tiles) << 20 }

  var job: UInt64 { bits >> 40 }
  var tiles: Int { Int(bits >> 20 & 0xF_FFFF) }
  var taken: Int { Int(bits & 0xF_FFFF) }
  var hasTiles: Bool { taken < tiles }
}

/// The state that the threads share.
private final class Crew: Sendable {
  private let ticket = Atomic<UInt64>(0)
  private let job = Atomic<UInt>(0)
  private let finished = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let isDismissed = Atomic<Bool>(false)
  private let condition = NSCondition()
  /// How often a waiting thread looks before it sleeps: for less than the length of a tile, some 50 µs.
  private static let looks = 3000

  /// Has all threads work on `job`, the caller among them, and waits for its last tile.
  func run(_ tiles: Int, _ job: UnsafeMutablePointer<Job>) {
    let number = Ticket(bits: ticket.load(ordering: .relaxed)).job &+ 1
    finished.store(0, ordering: .relaxed)
    self.job.store(UInt(bitPattern: job), ordering: .relaxed)
    ticket.store(Ticket(job: number & 0xFF_FFFF, tiles: tiles).bits, ordering: .sequentiallyConsistent)
    wake()
    takeTiles(as: 0)
    wait { finished.load(ordering: .sequentiallyConsistent) == tiles }
  }

  /// The life of a thread: wait for a job, take tiles while there are any.
  func work(as worker: Int) {
    while true {
      wait {
        Ticket(bits: ticket.load(ordering: .sequentiallyConsistent)).hasTiles
          || isDismissed.load(ordering: .sequentiallyConsistent)
      }
      if isDismissed.load(ordering: .relaxed) { return }
      takeTiles(as: worker)
    }
  }

  func dismiss() {
    isDismissed.store(true, ordering: .sequentiallyConsistent)
    wake()
  }

  private func takeTiles(as worker: Int) {
    var seen = Ticket(bits: ticket.load(ordering: .acquiring))
    while seen.hasTiles {
      let address = job.load(ordering: .relaxed)
      let (won, now) = ticket.weakCompareExchange(
        expected: seen.bits, desired: seen.bits + 1, ordering: .acquiringAndReleasing)
      guard won else {
        seen = Ticket(bits: now)
        continue
      }
      // The job can't be replaced before this tile, which is now ours, is finished.
      guard let job = UnsafeMutablePointer<Job>(bitPattern: address) else { return }
      let tiles = seen.tiles
      job.pointee.body(job.pointee.first + seen.taken, worker)
      if finished.add(1, ordering: .sequentiallyConsistent).newValue == tiles { wake() }
      seen = Ticket(bits: ticket.load(ordering: .acquiring))
    }
  }

  /// Looks for `ready` for a while, then sleeps until somebody wakes the sleepers and it holds.
  private func wait(until ready: () -> Bool) {
    for _ in 0..<Self.looks {
      if ready() { return }
      CKernelsPause()
    }
    condition.lock()
    sleepers.add(1, ordering: .sequentiallyConsistent)
    while !ready() { condition.wait() }
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
    condition.unlock()
  }

  private func wake() {
    guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
    condition.lock()
    condition.broadcast()
    condition.unlock()
  }
}
