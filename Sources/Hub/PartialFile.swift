import Files
import Foundation
import Hashing

/// The content of a file as far as it has come, with its hash so far.
final class PartialFile {
  /// Bytes that are there.
  private(set) var count = 0
  private let descriptor: Int32
  private let path: String
  private let file: HubFile
  private var hashing: Digest?

  /// - Parameter descriptor: of the file at `path`, open for reading and writing; it stays the caller's.
  init(_ descriptor: Int32, path: String, file: HubFile) throws(HubError) {
    (self.descriptor, self.path, self.file) = (descriptor, path, file)
    hashing = Digest(etag: file.etag, byteCount: file.byteCount)
  }

  var isWhole: Bool { count == file.byteCount }

  /// The hash of what is there; nil where the hub gives none to compare with.
  var hash: String? {
    var hashing = hashing
    return hashing?.finish()
  }

  /// Takes over what an earlier download has left; `watch` is called with the bytes gone through.
  func takeWhatIsThere(_ watch: (Int) throws -> Void) throws {
    let size = HubCache.byteCount(of: path) ?? 0
    guard size <= file.byteCount else { return try clear() }
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw HubCache.failure(path) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while count < size {
      let read = Foundation.read(descriptor, &buffer, min(buffer.count, size - count))
      if read < 0, errno == EINTR { continue }
      guard read > 0 else { throw HubCache.failure(path) }
      buffer.withUnsafeBytes { hashing?.update(UnsafeRawBufferPointer(rebasing: $0[..<read])) }
      count += read
      try watch(count)
    }
    // A whole file that is not the one meant would never become right.
    if isWhole, let hash, hash != file.etag { try clear() }
  }

  /// Puts bytes at the end; throws `HubError.wrongSize` for more than the file has.
  func append(_ bytes: UnsafeRawBufferPointer) throws(HubError) {
    guard bytes.count <= file.byteCount - count else {
      let found = count + bytes.count
      try clear()
      throw .wrongSize(file: file.path, expected: file.byteCount, found: found)
    }
    do throws(WholeFileError) {
      try WholeFile.append(bytes, to: descriptor, path: path)
    } catch {
      guard case .cannotWrite(_, let reason) = error else { throw .cannotWrite(path: path, reason: "\(error)") }
      throw .cannotWrite(path: path, reason: reason)
    }
    hashing?.update(bytes)
    count += bytes.count
  }

  /// Begins anew with nothing.
  func clear() throws(HubError) {
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else { throw HubCache.failure(path) }
    count = 0
    hashing = Digest(etag: file.etag, byteCount: file.byteCount)
  }

  /// Makes sure that the content survives a power cut before its name says that it is whole.
  func sync() throws(HubError) {
    guard fsync(descriptor) == 0 else { throw HubCache.failure(path) }
  }
}

extension Digest {
  /// The hash that the hub knows a file by, before any of the content is taken in: SHA-256 of what is stored as a large
  /// file, and git's SHA-1 of a blob otherwise. `nil` for an etag that is neither, by which nothing can be checked.
  /// - Parameter byteCount: of the whole file, which git puts before the content.
  package init?(etag: String, byteCount: Int) {
    guard etag.utf8.allSatisfy({ 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }) else { return nil }
    switch etag.utf8.count {
    case 64: self.init(.sha256)
    case 40:
      self.init(.sha1)
      Array("blob \(byteCount)\0".utf8).withUnsafeBytes { update($0) }
    default: return nil
    }
  }
}
