/// A number that stands for data: equal for equal data, and for other data another in all but one of 2^64 cases. It is
/// not meant to resist who looks for two of the same.
///
/// Words are mixed in by the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
public struct Fingerprint: Sendable {
  /// The number as it stands; 0 where nothing was added.
  public private(set) var value: UInt64 = 0

  /// That of nothing yet.
  public init() {}

  /// Mixes a word in.
  public mutating func add(_ word: UInt64) {
    // The odd constant keeps zeros from leaving a zero as it is.
    var mixed = (value &* 0x9E37_79B9_7F4A_7C15) ^ word
    mixed = (mixed &+ 0x9E37_79B9_7F4A_7C15)
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    value = mixed ^ mixed >> 31
  }

  /// Mixes samples in, with how many there are.
  public mutating func add(_ samples: [Float]) {
    add(UInt64(samples.count))
    for sample in samples { add(UInt64(sample.bitPattern)) }
  }

  /// Mixes the UTF-8 of a text in, with its length.
  public mutating func add(_ text: String) {
    add(UInt64(text.utf8.count))
    for byte in text.utf8 { add(UInt64(byte)) }
  }
}
