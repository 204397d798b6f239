import CNettle

/// The hash that the hub knows a file by, taken piece by piece: SHA-256 of what is stored as a large file, and git's
/// SHA-1 of a blob otherwise.
package struct ContentHash {
  private enum Context {
    case sha256(sha256_ctx)
    case sha1(sha1_ctx)
  }

  private var context: Context

  /// The hash that an etag is; nil when it is none and the content can't be checked by it.
  /// - Parameter byteCount: of the whole file, which git puts before the content.
  package init?(etag: String, byteCount: Int) {
    guard etag.utf8.allSatisfy({ 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }) else { return nil }
    switch etag.utf8.count {
    case 64:
      var context = sha256_ctx()
      nettle_sha256_init(&context)
      self.context = .sha256(context)
    case 40:
      var context = sha1_ctx()
      nettle_sha1_init(&context)
      self.context = .sha1(context)
      Array("blob \(byteCount)\0".utf8).withUnsafeBytes { update($0) }
    default: return nil
    }
  }

  /// Takes more of the content in.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    switch context {
    case .sha256(var context):
      nettle_sha256_update(&context, bytes.count, base)
      self.context = .sha256(context)
    case .sha1(var context):
      nettle_sha1_update(&context, bytes.count, base)
      self.context = .sha1(context)
    }
  }

  /// The hash in hexadecimal digits.
  package mutating func finish() -> String {
    var digest: [UInt8]
    switch context {
    case .sha256(var context):
      digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
      nettle_sha256_digest(&context, digest.count, &digest)
    case .sha1(var context):
      digest = [UInt8](repeating: 0, count: Int(SHA1_DIGEST_SIZE))
      nettle_sha1_digest(&context, digest.count, &digest)
    }
    return digest.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
  }
}
