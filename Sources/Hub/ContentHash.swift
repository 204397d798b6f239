import Hashing

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
