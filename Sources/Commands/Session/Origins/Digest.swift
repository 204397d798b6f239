import Audio
import CNettle
import Diffusion
import Foundation

/// SHA-256 of files and of sounds, as 64 hexadecimal digits.
struct Digest {
  private var context = sha256_ctx()

  init() { nettle_sha256_init(&context) }

  /// Takes more bytes in.
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    nettle_sha256_update(&context, bytes.count, base.assumingMemoryBound(to: UInt8.self))
  }

  /// The digest of what was taken in.
  mutating func finish() -> String {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
    nettle_sha256_digest(&context, digest.count, &digest)
    return digest.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
  }

  /// The digest of bytes, as of a file that holds them.
  static func ofBytes(_ bytes: UnsafeRawBufferPointer) -> String {
    var digest = Digest()
    digest.update(bytes)
    return digest.finish()
  }

  /// The digest of a file, as sha256sum gives it; nothing when it can't be read.
  static func ofFile(_ path: String) -> String? {
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

extension Sound {
  /// The digest of the sound's bits: its rate and channel count as little-endian doubles, then each channel's samples as
  /// little-endian floats.
  var digest: String {
    var digest = Digest()
    for number in [sampleRate, Double(channelCount)] {
      withUnsafeBytes(of: number.bitPattern.littleEndian) { digest.update($0) }
    }
    for channel in channels { channel.withUnsafeBytes { digest.update($0) } }
    return digest.finish()
  }
}

extension BundledModel {
  /// The digest of its file.
  var digest: String { bytes.withBytes(Digest.ofBytes) }
}
