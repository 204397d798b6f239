import Tensors

/// The numbers of one tensor, handed over where they lie: they are read while the file is being written, and not
/// before.
public struct TensorContent: Sendable {
  /// How the numbers are written.
  package enum NumberType: Equatable, Sendable {
    case float32, float16, int64, bool

    package var byteCount: Int {
      switch self {
      case .float32: 4
      case .float16: 2
      case .int64: 8
      case .bool: 1
      }
    }
  }

  package let type: NumberType
  /// How many numbers there are.
  public let count: Int
  /// Hands over all bytes in order, in as many pieces as there need to be.
  package let forEachPiece: @Sendable (_ body: (UnsafeRawBufferPointer) -> Void) -> Void

  package var byteCount: Int { count * type.byteCount }

  /// `count` float32 numbers in row-major order, which `pieces` hands to its argument in order, in one piece or in
  /// many.
  ///
  /// Weights that lie in another order need no second copy: bring a few rows into order at a time.
  public init(count: Int, pieces: @escaping @Sendable (_ body: (UnsafeBufferPointer<Float>) -> Void) -> Void) {
    type = .float32
    self.count = count
    forEachPiece = { body in pieces { body(UnsafeRawBufferPointer($0)) } }
  }

  /// Numbers in row-major order.
  public init(_ values: [Float]) {
    self.init(count: values.count) { body in values.withUnsafeBufferPointer(body) }
  }

  /// The numbers of `tensor`.
  public init(_ tensor: Tensor) {
    self.init(tensor.values)
  }

  /// The `count` numbers of `buffer` from `offset` on, as they are when the file is written; none where the buffer
  /// doesn't reach so far.
  public init(_ buffer: FloatBuffer, offset: Int = 0, count: Int) {
    guard offset >= 0, count >= 0, offset <= buffer.count, count <= buffer.count - offset else {
      self.init([])
      return
    }
    self.init(count: count) { body in
      body(UnsafeBufferPointer(start: buffer.slice(offset, count), count: count))
    }
  }

  /// The same numbers with 16 bits each, rounded to the nearest that those can hold; what is beyond ±65504 becomes
  /// infinite, and is then not written.
  public var half: TensorContent {
    guard type == .float32 else { return self }
    return TensorContent(halfOf: self)
  }

  private init(halfOf whole: TensorContent) {
    type = .float16
    count = whole.count
    forEachPiece = { body in
      whole.forEachPiece { piece in
        let halves = piece.bindMemory(to: Float.self).map { Float16($0) }
        halves.withUnsafeBytes(body)
      }
    }
  }

  /// One integer of 64 bits.
  package init(integer: Int) {
    self.init(.int64, bytes: withUnsafeBytes(of: Int64(integer).littleEndian) { [UInt8]($0) })
  }

  /// One truth value.
  package init(bool: Bool) {
    self.init(.bool, bytes: [bool ? 1 : 0])
  }

  private init(_ type: NumberType, bytes: [UInt8]) {
    self.type = type
    count = bytes.count / type.byteCount
    forEachPiece = { body in bytes.withUnsafeBytes(body) }
  }
}

/// A tensor of a state dict that is to be written.
public struct NamedTensor: Sendable {
  /// Where the numbers come from.
  package enum Source: Sendable {
    case content(TensorContent)
    /// The numbers of an earlier tensor, stored once.
    case shared(with: String)
  }

  /// Its name in the state dict.
  public let name: String
  /// Extents, outermost first.
  public let shape: [Int]
  package let source: Source

  /// A tensor with numbers of its own.
  public init(_ name: String, shape: [Int], _ content: TensorContent) {
    self.name = name
    self.shape = shape
    source = .content(content)
  }

  /// A second name for the numbers of `original`, a tensor of the same shape that comes before this one.
  public init(_ name: String, shape: [Int], sharedWith original: String) {
    self.name = name
    self.shape = shape
    source = .shared(with: original)
  }
}
