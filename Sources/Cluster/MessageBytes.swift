/// Numbers as messages carry them: in this machine's order of bytes, which all ranks share.
public enum MessageBytes {
  /// The bytes of numbers.
  public static func of<Number: BitwiseCopyable>(_ numbers: [Number]) -> [UInt8] { numbers.withUnsafeBytes(Array.init) }

  /// The numbers that bytes hold; what is left over is none.
  public static func numbers<Number: BitwiseCopyable>(
    of type: Number.Type = Number.self, in bytes: some Collection<UInt8>
  ) -> [Number] {
    let size = MemoryLayout<Number>.stride
    return Array(bytes).withUnsafeBytes { raw in
      (0..<raw.count / size).map { raw.loadUnaligned(fromByteOffset: $0 * size, as: Number.self) }
    }
  }
}
