import Glibc

/// The `smpl` chunk of a WAV file, which tells samplers what note a sound is (Multimedia Programming Interface and Data
/// Specifications 1.0; New Multimedia Data Types and Data Techniques, 1994).
public struct SamplerChunk: Sendable, Equatable {
  /// The MIDI key at which the sound is played as it is.
  public let note: Int
  /// How many hundredths of a semitone it lies above that key, from 0 to 99.
  public let cents: Int
  /// Frames per second.
  public let rate: Double

  /// The note nearest below a pitch in Hz, in whole cents, so that the last bit of a logarithm doesn't matter; the key
  /// for a sound without one, and for one that no key is near.
  public init(pitch: Double?, else key: Int, rate: Double) {
    self.rate = rate
    let cents = pitch.map { (6900 + 1200 * log2($0 / 440)).rounded() }.flatMap { Int(exactly: $0) }
    if let cents, (0..<12_800).contains(cents) {
      (note, self.cents) = (cents / 100, cents % 100)
    } else {
      (note, self.cents) = (key, 0)
    }
  }

  /// A WAV file with the chunk at its end; what is no WAV file stays as it is.
  public func added(to file: [UInt8]) -> [UInt8] {
    guard file.count >= 12, file.starts(with: Array("RIFF".utf8)), file.count % 2 == 0 || file.count < Int(UInt32.max)
    else { return file }
    let fraction = UInt32((Double(cents) / 100 * 0x1p32).rounded())
    let period = UInt32(exactly: (1e9 / rate).rounded()) ?? 0
    let fields: [UInt32] = [0, 0, period, UInt32(clamping: note), fraction, 0, 0, 0, 0]
    var bytes = file
    if bytes.count % 2 == 1 { bytes.append(0) }
    bytes += Array("smpl".utf8) + Self.little(UInt32(4 * fields.count)) + fields.flatMap(Self.little)
    bytes.replaceSubrange(4..<8, with: Self.little(UInt32(truncatingIfNeeded: bytes.count - 8)))
    return bytes
  }

  private static func little(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
