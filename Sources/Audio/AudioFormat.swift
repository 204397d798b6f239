/// How samples are stored.
public enum BitDepth: String, Sendable, CaseIterable {
  case int16 = "16"
  case int24 = "24"
  /// 32-bit floating point: samples exactly as they are in memory, also above full scale.
  case float = "float"

  /// The depth that a person names by 16, 24 or float.
  public init(named word: String) throws(AudioError) {
    guard let depth = BitDepth(rawValue: word.lowercased()) else { throw .unknownBits(word) }
    self = depth
  }
}

/// A kind of sound file that can be written, with the way its samples are stored.
public struct AudioFormat: Sendable, Equatable {
  /// The kinds of sound file that can be written.
  public enum Container: String, Sendable, CaseIterable {
    case wav = "WAV"
    case flac = "FLAC"
    /// Vorbis in Ogg, quality 0.7: about 220 kbit/s for stereo at 44.1 kHz.
    case ogg = "OGG"
    case aiff = "AIFF"

    /// The file endings that stand for it; the first is the usual one.
    public var endings: [String] {
      switch self {
      case .wav: ["wav"]
      case .flac: ["flac"]
      case .ogg: ["ogg"]
      case .aiff: ["aiff", "aif"]
      }
    }

    /// The longest comment in bytes that libsndfile reads back from it.
    public var commentLimit: Int {
      switch self {
      case .wav: 2045
      case .aiff: 8000
      case .flac, .ogg: 100_000
      }
    }

    /// The bit depths it can hold; none where the format is lossy and has no bits.
    public var depths: [BitDepth] {
      switch self {
      case .wav, .aiff: [.int16, .int24, .float]
      case .flac: [.int16, .int24]
      case .ogg: []
      }
    }
  }

  /// The kind of file.
  public let container: Container
  /// `nil` for OGG.
  public let bits: BitDepth?

  /// The format that the ending of `path` names, in capitals or not. Without `bits` it is 24 bit, which holds all
  /// that a generated sound has; OGG has no bits, and asking for them is an error.
  public init(path: String, bits: BitDepth? = nil) throws(AudioError) {
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    let dot = name.lastIndex(of: ".")
    let ending = dot.map { name[name.index(after: $0)...].lowercased() } ?? ""
    guard let container = Container.allCases.first(where: { $0.endings.contains(ending) }) else {
      throw .unknownEnding(path: path, ending: ending)
    }
    if let bits, !container.depths.contains(bits) {
      throw .bitsNotPossible(container: container, bits: bits)
    }
    self.container = container
    self.bits = container.depths.isEmpty ? nil : bits ?? .int24
  }

  /// Every ending that can be written, each with its dot.
  public static var knownEndings: [String] { Container.allCases.flatMap { $0.endings.map { "." + $0 } } }
}
