import Files
import Glibc

/// Keeps a second process from training in the same folder: a lock on the folder itself, which goes with the process
/// however it ends.
final class FolderLock {
  private let descriptor: Int32

  /// Takes the lock, and clears what a process left behind that was killed while it wrote.
  /// - Throws: `RunError.inUse` when another training has it.
  init(_ folder: RunFolder) throws(RunError) {
    descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // A file system that knows no locks has done all it can.
    if descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      close(descriptor)
      throw .inUse(folder.path)
    }
    for place in [folder.path, folder.samples] { WholeFile.removeAbandoned(in: place) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
