import Dispatch
import Foundation
import Synchronization

/// Runs `body` once for each tile in 0 ..< count, on as many threads as there are processors (at most 16).
///
/// Tiles are handed out one by one, so that a thread that is held up doesn't hold up the others. Results must depend on
/// the tile alone, never on the thread. When tiles throw, the others still run and one of the errors is thrown.
public func forEachTile<Failure: Error>(_ count: Int, _ body: (Int) throws(Failure) -> Void) throws(Failure) {
  // More threads than this would exhaust the buffers that OpenBLAS keeps for its callers.
  let threads = min(count, ProcessInfo.processInfo.activeProcessorCount, 16)
  guard threads > 1 else {
    for tile in 0..<max(0, count) { try body(tile) }
    return
  }
  let next = Atomic(0)
  let failure = Mutex<Failure?>(nil)
  withoutActuallyEscaping(body) { body in
    // Each tile writes where no other does, which the compiler can't see.
    nonisolated(unsafe) let body = body
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      while true {
        let tile = next.add(1, ordering: .relaxed).oldValue
        if tile >= count { return }
        do throws(Failure) { try body(tile) } catch { failure.withLock { $0 = error } }
      }
    }
  }
  if let error = failure.withLock({ $0 }) { throw error }
}
