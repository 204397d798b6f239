import CNettle
import Glibc

/// A cryptographic hash taken piece by piece, by nettle.
public struct Digest {
  /// How it is computed, and how many bytes it has.
  public enum Algorithm: Sendable {
    /// FIPS 180-4, 32 bytes.
    case sha256
    /// FIPS 180-4, 20 bytes; only to compare with what others name by it.
    case sha1
  }

  /// An algorithm's state.
  private enum Context {
    case sha256(sha256_ctx)
    case sha1(sha1_ctx)
  }

  private var context: Context

  /// The digest of nothing yet.
  public init(_ algorithm: Algorithm = .sha256) {
    switch algorithm {
    case .sha256:
      var context = sha256_ctx()
      nettle_sha256_init(&context)
      self.context = .sha256(context)
    case .sha1:
      var context = sha1_ctx()
      nettle_sha1_init(&context)
      self.context = .sha1(context)
    }
  }

  /// Takes more bytes in.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
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

  /// The digest of what was taken in, in hexadecimal digits; it begins anew after that.
  public mutating func finish() -> String {
    var digest: [UInt8]
    switch context {
    case .sha256(var context):
      digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
      nettle_sha256_digest(&context, digest.count, &digest)
      self.context = .sha256(context)
    case .sha1(var context):
      digest = [UInt8](repeating: 0, count: Int(SHA1_DIGEST_SIZE))
      nettle_sha1_digest(&context, digest.count, &digest)
      self.context = .sha1(context)
    }
    return digest.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
  }

  /// SHA-256 of bytes, as of a file that holds them: 64 hexadecimal digits.
  public static func ofBytes(_ bytes: UnsafeRawBufferPointer) -> String {
    var digest = Digest()
    digest.update(bytes)
    return digest.finish()
  }

  /// SHA-256 of a file, as sha256sum gives it; `nil` when it can't be read.
  public static func ofFile(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var digest = Digest()
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return digest.finish() }
      buffer.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
  }
}
