import Synchronization

/// What went wrong on several threads at once.
final class Failures: Sendable {
  private let found = Mutex<[Int: any Error]>([:])

  func add(_ error: any Error, at index: Int) { found.withLock { $0[index] = error } }

  /// The one of the lowest index, so that it is the same each time.
  var first: (any Error)? { found.withLock { found in found.keys.min().flatMap { found[$0] } } }
}
