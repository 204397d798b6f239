import Foundation

/// What was typed at the prompt, kept between runs: an entry a line, oldest first, with `\n` and `\\` for line ends and
/// backslashes in it. Several prompts may use the same file at once.
package struct HistoryFile {
  /// Why history is not kept; one line.
  package struct Problem: Error, CustomStringConvertible {
    package let description: String
  }

  /// How many entries are kept.
  package static let capacity = 5000
  /// An entry with more bytes is not kept, and no more than some of these are read.
  static let entryLimit = 1 << 16
  static let readLimit = 1 << 23

  package let path: String

  package init(path: String) { self.path = path }

  /// Whether an entry is kept at all: not when it is blank, begins with a space, or is very long.
  package static func keeps(_ entry: String) -> Bool {
    !entry.hasPrefix(" ") && !entry.allSatisfy(\.isWhitespace) && entry.utf8.count <= entryLimit
      && !entry.utf8.contains(0)
  }

  /// All entries, oldest first, each once where it was typed last; a file that is no history is a problem, a missing
  /// one is empty.
  package func entries() throws(Problem) -> [String] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    if descriptor < 0, errno == ENOENT { return [] }
    guard descriptor >= 0 else { throw problem("open") }
    defer { close(descriptor) }
    var opened = stat()
    guard fstat(descriptor, &opened) == 0, opened.st_mode & S_IFMT == S_IFREG else {
      throw Problem(description: "\(path) is no file")
    }
    return Self.newest(Self.entries(in: try read(descriptor)))
  }

  /// The same, and rewrites a file that holds more than that.
  package func load() throws(Problem) -> [String] {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    return try withLockedFile { descriptor throws(Problem) in
      let all = Self.entries(in: try read(descriptor))
      let entries = Self.newest(all)
      if entries.count < all.count { try replace(with: entries) }
      return entries
    }
  }

  /// The entries without those that were typed again later, as many of the newest as are kept.
  static func newest(_ entries: [String]) -> [String] {
    var seen: Set<String> = []
    let newestFirst = entries.reversed().filter { seen.insert($0).inserted }
    return newestFirst.prefix(capacity).reversed()
  }

  /// Adds an entry at the end, unless it is the same as the one before.
  package func append(_ entry: String, after previous: String?) throws(Problem) {
    guard Self.keeps(entry), entry != previous else { return }
    // NSString's deletingLastPathComponent ends the program for a name of one letter.
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().relativePath
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Problem(description: "can't make the folder \(folder)")
    }
    try withLockedFile { descriptor throws(Problem) in
      // A writer that died in the middle of a line must not swallow this entry.
      let size = lseek(descriptor, 0, SEEK_END)
      var last: UInt8 = 0x0A
      if size > 0 { _ = pread(descriptor, &last, 1, size - 1) }
      try write(Array(((last == 0x0A ? "" : "\n") + Self.escaped(entry) + "\n").utf8), to: descriptor)
    }
  }

  // MARK: The form of the file

  static func escaped(_ entry: String) -> String {
    var line = ""
    for scalar in entry.unicodeScalars {
      switch scalar {
      case "\\": line += "\\\\"
      case "\n": line += "\\n"
      case "\r": line += "\\r"
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  static func unescaped(_ line: String) -> String {
    var entry = ""
    var isEscape = false
    for scalar in line.unicodeScalars {
      if isEscape {
        isEscape = false
        switch scalar {
        case "n": entry.unicodeScalars.append("\n")
        case "r": entry.unicodeScalars.append("\r")
        default: entry.unicodeScalars.append(scalar)
        }
      } else if scalar == "\\" {
        isEscape = true
      } else {
        entry.unicodeScalars.append(scalar)
      }
    }
    return entry
  }

  static func entries(in bytes: [UInt8]) -> [String] {
    var entries: [String] = []
    for line in bytes.split(separator: 0x0A) {
      let entry = unescaped(String(decoding: line, as: UTF8.self))
      if keeps(entry) { entries.append(entry) }
    }
    return entries
  }

  // MARK: The file

  /// Opens the file (made when it is not there) and holds its lock meanwhile.
  private func withLockedFile<Result>(_ work: (Int32) throws(Problem) -> Result) throws(Problem) -> Result {
    for _ in 0..<10 {
      let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0o600)
      guard descriptor >= 0 else { throw problem("open") }
      defer { close(descriptor) }
      var opened = stat()
      guard fstat(descriptor, &opened) == 0, opened.st_mode & S_IFMT == S_IFREG else {
        throw Problem(description: "\(path) is no file")
      }
      // Some network file systems have no locks; single writes at the end then have to do.
      while flock(descriptor, LOCK_EX) != 0 && errno == EINTR {}
      // Another prompt may have put a shortened file in its place while this one waited.
      var current = stat()
      if stat(path, &current) == 0, current.st_ino == opened.st_ino, current.st_dev == opened.st_dev {
        return try work(descriptor)
      }
    }
    throw Problem(description: "\(path) keeps being replaced")
  }

  /// The end of the file, as much of it as is ever read, from the beginning of a line.
  private func read(_ descriptor: Int32) throws(Problem) -> [UInt8] {
    let size = max(0, lseek(descriptor, 0, SEEK_END))
    let start = max(0, size - Self.readLimit)
    var bytes = [UInt8](repeating: 0, count: size - start)
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count, off_t(start + count))
      }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw problem("read") }
      if got == 0 { break }
      count += got
    }
    bytes.removeLast(bytes.count - count)
    if start > 0, let end = bytes.firstIndex(of: 0x0A) { bytes.removeFirst(end + 1) }
    return bytes
  }

  private func replace(with entries: [String]) throws(Problem) {
    // Where the file is a link, what it leads to is rewritten, and the link stays.
    let path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let temporary = path + ".\(getpid())"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw problem("shorten") }
    defer { close(descriptor) }
    do throws(Problem) {
      try write(Array(entries.map { Self.escaped($0) + "\n" }.joined().utf8), to: descriptor)
    } catch {
      unlink(temporary)
      throw error
    }
    if rename(temporary, path) != 0 {
      unlink(temporary)
      throw problem("shorten")
    }
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32) throws(Problem) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw problem("write") }
      rest = rest.dropFirst(count)
    }
  }

  private func problem(_ verb: String) -> Problem {
    Problem(description: "can't \(verb) \(path): \(String(cString: strerror(errno)))")
  }
}
