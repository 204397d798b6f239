import Glibc

/// Writes files whole or not at all: a temporary beside the target, fsync, then one rename.
public enum WholeFile {
  /// Writes `bytes` to `path`. The target is either untouched or complete, also when the disk fills up half-way. An
  /// existing file is replaced only with `overwrite` (its permissions stay, and a link to a file is followed);
  /// without it the name is never taken from anybody, not even from a program that creates the file at the same
  /// moment.
  public static func write(_ bytes: [UInt8], to path: String, overwrite: Bool) throws(WholeFileError) {
    try write(to: path, overwrite: overwrite) { (descriptor) throws(WholeFileError) in
      try append(bytes, to: descriptor, path: path)
    }
  }

  /// Throws what `write` would throw now, before any work is put into the content: a name that is taken or cannot be,
  /// and a folder that can't be written to.
  public static func check(_ path: String, overwrite: Bool) throws(WholeFileError) {
    let target = try target(path, overwrite: overwrite)
    let (descriptor, temporary) = try openTemporary(for: target, path: path)
    close(descriptor)
    unlink(temporary)
  }

  /// Writes what `fill` puts into the descriptor of the temporary file; an error of `fill` leaves nothing behind.
  package static func write(
    to path: String, overwrite: Bool, fill: (_ descriptor: Int32) throws(WholeFileError) -> Void
  ) throws(WholeFileError) {
    try write(to: path, overwrite: overwrite, failure: { $0 }, fill: fill)
  }

  /// The same where `fill` has errors of its own; `failure` makes one of them out of what keeps the file from being
  /// written.
  package static func write<Failure: Error>(
    to path: String, overwrite: Bool, failure: (WholeFileError) -> Failure,
    fill: (_ descriptor: Int32) throws(Failure) -> Void
  ) throws(Failure) {
    let file = try complete(path, overwrite: overwrite, failure: failure, fill: fill)
    do throws(WholeFileError) {
      try move(file, overwrite: overwrite)
    } catch {
      unlink(file.temporary)
      throw failure(error)
    }
    syncFolder(file.target.folder)
  }

  /// Writes several files, none of which takes its place before all are there: a disk that fills up leaves what was
  /// there before.
  public static func write(
    _ files: [(path: String, bytes: [UInt8])], overwrite: Bool
  ) throws(WholeFileError) {
    var waiting: [Complete] = []
    var moved = 0
    do throws(WholeFileError) {
      for (path, bytes) in files {
        waiting.append(
          try complete(path, overwrite: overwrite, failure: { $0 }) { (descriptor) throws(WholeFileError) in
            try append(bytes, to: descriptor, path: path)
          })
      }
      for file in waiting {
        try move(file, overwrite: overwrite)
        moved += 1
      }
    } catch {
      for file in waiting[moved...] { unlink(file.temporary) }
      // Where nothing was replaced, nothing need stay.
      if !overwrite { for file in waiting[..<moved] { unlink(file.target.path) } }
      throw error
    }
    for folder in Set(waiting.map(\.target.folder)) { syncFolder(folder) }
  }

  /// A file that stands whole beside its place.
  private struct Complete {
    /// As it was given.
    let path: String
    let target: Target
    let temporary: String
  }

  private static func complete<Failure: Error>(
    _ path: String, overwrite: Bool, failure: (WholeFileError) -> Failure,
    fill: (_ descriptor: Int32) throws(Failure) -> Void
  ) throws(Failure) -> Complete {
    limitsFailWrites
    let (target, descriptor, temporary): (Target, Int32, String)
    do throws(WholeFileError) {
      target = try Self.target(path, overwrite: overwrite)
      (descriptor, temporary) = try openTemporary(for: target, path: path)
    } catch {
      throw failure(error)
    }
    var isOpen = true
    do throws(Failure) {
      try fill(descriptor)
      if let mode = target.mode { _ = fchmod(descriptor, mode) }
      guard fsync(descriptor) == 0 else { throw failure(.cannotWrite(path: path, reason: systemReason())) }
      isOpen = false
      guard close(descriptor) == 0 else { throw failure(.cannotWrite(path: path, reason: systemReason())) }
    } catch {
      if isOpen { close(descriptor) }
      unlink(temporary)
      throw error
    }
    return Complete(path: path, target: target, temporary: temporary)
  }

  /// Lets a limit on the sizes of files (`ulimit -f`) fail the write; its signal would end the program, and leave the
  /// temporary file behind.
  private static let limitsFailWrites: Void = { _ = signal(SIGXFSZ, SIG_IGN) }()

  /// Writes all of `bytes` to an open descriptor; `path` is only for the error.
  package static func append(
    _ bytes: [UInt8], to descriptor: Int32, path: String
  ) throws(WholeFileError) {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(WholeFileError) in try append(bytes, to: descriptor, path: path) }
    }
    try result.get()
  }

  /// Writes all of `bytes` to an open descriptor from where they lie; `path` is only for the error.
  package static func append(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String
  ) throws(WholeFileError) {
    var written = 0
    while written < bytes.count {
      let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
      if count > 0 {
        written += count
      } else if count == 0 || errno != EINTR {
        throw .cannotWrite(path: path, reason: count == 0 ? "nothing more could be written" : systemReason())
      }
    }
  }

  /// Where the bytes go in the end: `mode` is that of the file being replaced.
  private struct Target {
    var path: String
    var folder: String
    var mode: mode_t?
  }

  private static func target(_ path: String, overwrite: Bool) throws(WholeFileError) -> Target {
    guard !path.isEmpty else { throw .emptyName }
    guard !path.utf8.contains(0) else { throw .nameNotPossible(path: path, reason: "it contains a zero byte") }
    if path.hasSuffix("/") || path == "." || path == ".." || path.hasSuffix("/.") || path.hasSuffix("/..") {
      throw .isFolder(path: path)
    }
    let folder = folder(of: path)
    try requireFolder(folder, for: path)
    var status = stat()
    guard lstat(path, &status) == 0 else {
      switch errno {
      case ENOENT: return Target(path: path, folder: folder, mode: nil)
      case ENAMETOOLONG: throw .nameNotPossible(path: path, reason: "it is too long")
      default: throw .cannotWrite(path: path, reason: systemReason())
      }
    }
    var resolved = path
    if status.st_mode & S_IFMT == S_IFLNK {
      guard overwrite else { throw .exists(path: path) }
      // A link that leads nowhere is replaced itself.
      guard stat(path, &status) == 0, let real = realPath(path) else {
        return Target(path: path, folder: folder, mode: nil)
      }
      resolved = real
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw .isFolder(path: path)
    case S_IFREG: break
    default: throw .notAFile(path: path)
    }
    guard overwrite else { throw .exists(path: path) }
    return Target(path: resolved, folder: Self.folder(of: resolved), mode: status.st_mode & 0o7777)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func realPath(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  /// Names the first folder on the way that is missing, which tells a typing mistake from a forgotten mkdir.
  private static func requireFolder(_ folder: String, for path: String) throws(WholeFileError) {
    var status = stat()
    if stat(folder, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFDIR else { throw .folderIsFile(path: path, folder: folder) }
      return
    }
    switch errno {
    case ENOENT, ENOTDIR: break
    case ENAMETOOLONG: throw .nameNotPossible(path: path, reason: "it is too long")
    default: throw .cannotWrite(path: path, reason: systemReason())
    }
    let parent = Self.folder(of: folder)
    if parent != folder { try requireFolder(parent, for: path) }
    throw .missingFolder(path: path, folder: folder)
  }

  private static func openTemporary(
    for target: Target, path: String
  ) throws(WholeFileError) -> (descriptor: Int32, path: String) {
    // The name does not grow with the target's, which may be as long as the file system allows.
    for _ in 0..<100 {
      let temporary = (target.folder == "/" ? "" : target.folder) + "/" + TemporaryName.random()
      let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
      if descriptor >= 0 { return (descriptor, temporary) }
      guard errno == EEXIST || errno == EINTR else { break }
    }
    switch errno {
    case EACCES, EPERM, EROFS, ENOENT:
      throw .folderNotWritable(path: path, folder: target.folder, reason: systemReason())
    default: throw .cannotWrite(path: path, reason: systemReason())
    }
  }

  private static func move(_ file: Complete, overwrite: Bool) throws(WholeFileError) {
    let (path, target, temporary) = (file.path, file.target, file.temporary)
    if overwrite {
      guard rename(temporary, target.path) == 0 else { throw .cannotWrite(path: path, reason: systemReason()) }
      return
    }
    // Unlike rename, a hard link refuses a taken name.
    if link(temporary, target.path) == 0 {
      unlink(temporary)
      return
    }
    if errno == EEXIST { throw .exists(path: path) }
    // A file system without links: take the name with an empty file of our own, and replace that.
    let claim = open(target.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard claim >= 0 else {
      throw errno == EEXIST ? .exists(path: path) : .cannotWrite(path: path, reason: systemReason())
    }
    close(claim)
    guard rename(temporary, target.path) == 0 else {
      let error = WholeFileError.cannotWrite(path: path, reason: systemReason())
      unlink(target.path)
      throw error
    }
  }

  /// Makes the new name survive a power cut; a file system that cannot has done all it can.
  private static func syncFolder(_ folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
  }
}

/// What the system says about the last error, in its words with a small first letter.
package func systemReason() -> String {
  let text = String(cString: strerror(errno))
  guard let first = text.first else { return "unknown reason" }
  // "I/O error" keeps its capitals.
  return text.dropFirst().first?.isLetter == true ? first.lowercased() + text.dropFirst() : text
}
