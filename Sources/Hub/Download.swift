import Files
import Foundation

/// Brings a file's content into the cache: into blobs/ETAG.incomplete first, from where that stands, and to its name
/// when it is whole and its hash is right.
struct Download {
  let requests: HubRequests
  let cache: HubCache
  let file: HubFile
  /// Called several times a second with the bytes that are there; what it throws stops the download, and what is there
  /// is kept.
  let progress: (Int) throws -> Void

  /// Bytes after which a broken connection counts as a new one.
  private static let advance = 1 << 20

  /// Makes sure that the blob is there; another process that downloads it meanwhile is waited for.
  func run() throws {
    guard HubCache.byteCount(of: cache.blob(file.etag)) != file.byteCount else { return }
    let part = cache.part(file.etag)
    let lock = try FileLock(cache.lock(file.etag)) { try progress(HubCache.byteCount(of: part) ?? 0) }
    try withExtendedLifetime(lock) {
      guard HubCache.byteCount(of: cache.blob(file.etag)) != file.byteCount else { return }
      try HubCache.makeFolder(of: part)
      let descriptor = open(part, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else { throw HubCache.failure(part) }
      defer { close(descriptor) }
      let content = try PartialFile(descriptor, path: part, file: file)
      do {
        try fetch(content)
      } catch {
        // What holds nothing is nothing to go on from.
        if content.count == 0 { unlink(part) }
        throw error
      }
      try finish(content, part)
    }
  }

  /// Asks for what is missing until nothing is.
  private func fetch(_ content: PartialFile) throws {
    try content.takeWhatIsThere { try progress($0) }
    try checkRoom(for: file.byteCount - content.count)
    var retrying = Retrying(requests.settings.patience) { try progress(content.count) }
    while !content.isWhole {
      let before = content.count
      do {
        try request(content)
      } catch let error as HubError {
        if content.count - before >= Self.advance { retrying.succeed() }
        if case .cut(let host, _, _) = error {
          try retrying.wait(after: .cut(host: host, file: file.path, kept: content.count))
        } else {
          try retrying.wait(after: error)
        }
      }
    }
  }

  /// One request for the rest of the file.
  private func request(_ content: PartialFile) throws {
    let start = content.count
    let headers = start > 0 ? ["Range: bytes=\(start)-"] : []
    var hasBegun = false
    let head = try requests.client.get(requests.address(of: file.path, at: file.commit), headers: headers) {
      head, bytes in
      if !hasBegun {
        hasBegun = true
        try begin(content, head, at: start)
      }
      try content.append(bytes)
      try progress(content.count)
    }
    // What was asked for is beyond the end, so what is there is not the beginning of it.
    if head.status == 416 {
      try content.clear()
      throw HubError.cut(host: requests.settings.host, file: file.path, kept: 0)
    }
    try requests.check(head, revision: file.commit, file: file.path)
    guard content.isWhole else {
      // The answer was whole and the file is not.
      let found = content.count
      try content.clear()
      throw HubError.wrongSize(file: file.path, expected: file.byteCount, found: found)
    }
  }

  /// Sees to it that the answer is the rest of the file.
  private func begin(_ content: PartialFile, _ head: HTTPHead, at start: Int) throws {
    if head.status == 206 {
      // "bytes 5-9/10"
      let range = head.headers["content-range"]?.split(separator: " ").last?.split(separator: "-").first
      guard let range, Int(range) == start else {
        throw HubError.badAnswer(host: requests.settings.host, reason: "it sends another part than was asked for")
      }
    } else if start > 0 {
      // A server that knows no ranges sends all of it again.
      try content.clear()
    }
    if let length = head.contentLength, content.count + length != file.byteCount {
      let found = content.count + length
      try content.clear()
      throw HubError.wrongSize(file: file.path, expected: file.byteCount, found: found)
    }
  }

  /// Throws when the disk can't hold as many more bytes.
  private func checkRoom(for needed: Int) throws(HubError) {
    var status = statvfs()
    guard statvfs("\(cache.folder)/blobs", &status) == 0 else { return }
    let (free, overflows) = Int(status.f_bavail).multipliedReportingOverflow(by: Int(status.f_frsize))
    guard !overflows, free < needed else { return }
    throw .noRoom(folder: cache.root, needed: needed, free: free)
  }

  /// Gives the whole file its name, if it is what the hub says.
  private func finish(_ content: PartialFile, _ part: String) throws {
    if let found = content.hash, found != file.etag {
      unlink(part)
      throw HubError.wrongHash(file: file.path, expected: file.etag, found: found)
    }
    try content.sync()
    guard rename(part, cache.blob(file.etag)) == 0 else { throw HubCache.failure(cache.blob(file.etag)) }
  }
}

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
