import Foundation

/// A lock that one process at a time holds, also among Python's: flock on a file that stays.
package final class FileLock {
  private let descriptor: Int32

  /// Waits for the lock, and calls `wait` several times a second meanwhile; what that throws ends the waiting.
  package init(_ path: String, wait: () throws -> Void) throws {
    try HubCache.makeFolder(of: path)
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw HubCache.failure(path) }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      // A file system without locks leaves it to the hash to tell what two have mixed up.
      guard errno == EWOULDBLOCK || errno == EINTR else { return }
      try wait()
      usleep(50_000)
    }
  }

  deinit { close(descriptor) }
}
