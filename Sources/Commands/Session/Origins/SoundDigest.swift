import Audio
import Diffusion
import Hashing

extension Sound {
  /// The digest of the sound's bits: its rate and channel count as little-endian doubles, then each channel's samples
  /// as little-endian floats.
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

/// Digests of several sounds at once.
enum SoundDigest {
  /// The digest of digests, one after the other.
  static func of(_ digests: [String]) -> String {
    Array(digests.joined(separator: "\n").utf8).withUnsafeBytes { Digest.ofBytes($0) }
  }
}
