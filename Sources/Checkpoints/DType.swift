/// How the numbers of a stored tensor are written.
public enum DType: Equatable, Hashable, Sendable, CustomStringConvertible {
  case float16, bfloat16, float32, float64
  /// A type that weights are not read from, by its name in the file's format.
  case other(String)

  /// Bytes per number; nil for types that are not read.
  public var byteCount: Int? {
    switch self {
    case .float16, .bfloat16: 2
    case .float32: 4
    case .float64: 8
    case .other: nil
    }
  }

  public var description: String {
    switch self {
    case .float16: "float16"
    case .bfloat16: "bfloat16"
    case .float32: "float32"
    case .float64: "float64"
    case .other(let name): printable(name)
    }
  }
}
