import Tensors

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A regular file of which ranges are read into memory of the program's own: another program that cuts it off meanwhile
/// can't end this one, as it could if the file were mapped. Bytes of the program itself can stand for one.
///
/// The pointer never leaves this type but for the length of a closure, and only for ranges inside the file.
package final class InputFile: @unchecked Sendable {
  /// The size of the file in bytes, at least 1.
  package let byteCount: Int

  // Immutable after init, which is what makes sharing between threads safe.
  /// The program's own bytes; nil where there is a file.
  private let base: UnsafeRawPointer?
  /// What the bytes belong to, where they don't stay for ever.
  private let owner: FloatBuffer?
  /// −1 where there is no file.
  private let descriptor: Int32
  private let modified: timespec

  /// Opens the file at `path`; pipes and devices are refused without being opened.
  package init(_ path: String) throws(CheckpointFault) {
    // C sees a path end at its first NUL, so such a path would name another file.
    guard !path.utf8.contains(0) else { throw .file(.noSuchFile) }
    var status = stat()
    guard stat(path, &status) == 0 else { throw CheckpointFault.file(FileProblem(errno)) }
    try InputFile.checkKind(status)
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw CheckpointFault.file(FileProblem(errno)) }
    do throws(CheckpointFault) {
      // The name may stand for something else by now.
      guard fstat(descriptor, &status) == 0 else { throw CheckpointFault.file(FileProblem(errno)) }
      try InputFile.checkKind(status)
      let size = Int(status.st_size)
      guard size > 0 else { throw CheckpointFault.file(.empty) }
      (self.base, owner) = (nil, nil)
      self.byteCount = size
      self.descriptor = descriptor
      self.modified = InputFile.modificationTime(status)
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// Bytes of the program in the place of a file.
  package init(_ bytes: StaticBytes) {
    (base, owner, byteCount, descriptor, modified) = (bytes.base, nil, bytes.count, -1, timespec())
  }

  /// Floats that were computed or received in the place of a file.
  package init(_ floats: FloatBuffer) {
    (base, owner, byteCount) = (UnsafeRawPointer(floats.all), floats, 4 * floats.count)
    (descriptor, modified) = (-1, timespec())
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
  }

  /// Hands `body` the bytes `offset ..< offset + count`, or throws when the file has changed since it was opened.
  ///
  /// Returns nil when the range is not inside the file.
  package func withBytes<Result>(
    at offset: Int, count: Int, _ body: (UnsafeRawBufferPointer) -> Result
  ) throws(CheckpointFault) -> Result? {
    guard offset >= 0, count >= 0, offset <= byteCount, count <= byteCount - offset else { return nil }
    if let base { return body(UnsafeRawBufferPointer(start: base + offset, count: count)) }
    guard let buffer = malloc(max(count, 1)) else { throw .file(.unreadable("not enough memory")) }
    defer { free(buffer) }
    var done = 0
    while done < count {
      let read = pread(descriptor, buffer + done, count - done, off_t(offset + done))
      if read < 0, errno == EINTR { continue }
      guard read >= 0 else { throw CheckpointFault.file(FileProblem(errno)) }
      guard read > 0 else { throw .file(.changed) }
      done += read
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw CheckpointFault.file(FileProblem(errno)) }
    let now = InputFile.modificationTime(status)
    guard Int(status.st_size) == byteCount, now.tv_sec == modified.tv_sec, now.tv_nsec == modified.tv_nsec else {
      throw .file(.changed)
    }
    return body(UnsafeRawBufferPointer(start: buffer, count: count))
  }

  /// A copy of the bytes `offset ..< offset + count`; nil when the range is not inside the file.
  package func bytes(at offset: Int, count: Int) throws(CheckpointFault) -> [UInt8]? {
    try withBytes(at: offset, count: count) { [UInt8]($0) }
  }

  private static func checkKind(_ status: stat) throws(CheckpointFault) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw .file(.directory)
    default: throw .file(.notRegular)
    }
  }

  private static func modificationTime(_ status: stat) -> timespec {
    #if canImport(Darwin)
      status.st_mtimespec
    #else
      status.st_mtim
    #endif
  }
}

extension FileProblem {
  /// The problem that a C call reported in `errno`.
  init(_ code: Int32) {
    switch code {
    case ENOENT, ENOTDIR: self = .noSuchFile
    case EACCES, EPERM: self = .permissionDenied
    case EISDIR: self = .directory
    default: self = .unreadable(String(cString: strerror(code)))
    }
  }
}

/// Bytes that are there from the start of the program to its end.
public struct StaticBytes: @unchecked Sendable {
  package let base: UnsafeRawPointer
  /// How many there are.
  public let count: Int

  /// Whoever makes it says so by it: the bytes never change and never go.
  package init(_ base: UnsafeRawPointer, count: Int) { (self.base, self.count) = (base, max(0, count)) }

  /// Hands over all of them.
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try body(UnsafeRawBufferPointer(start: base, count: count))
  }
}
