import Files
import Hashing

/// Bytes on their way into a file that is written from its beginning to its end; small ones are gathered.
struct FileOutput {
  private let descriptor: Int32
  private let path: String
  private var gathered: [UInt8] = []
  /// How many bytes came before the next one.
  private(set) var position = 0

  /// Pieces up to this size are gathered, larger ones written from where they lie.
  private static let gatheringLimit = 1 << 16

  /// An output into the open `descriptor`; `path` is for errors.
  init(_ descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
    gathered.reserveCapacity(FileOutput.gatheringLimit)
  }

  mutating func append(_ bytes: [UInt8]) throws(CheckpointWritingError) {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(CheckpointWritingError) in try append(bytes) }
    }
    try result.get()
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) throws(CheckpointWritingError) {
    position += bytes.count
    if gathered.count + bytes.count > FileOutput.gatheringLimit { try flush() }
    guard bytes.count > FileOutput.gatheringLimit else {
      gathered.append(contentsOf: bytes)
      return
    }
    do {
      try WholeFile.append(bytes, to: descriptor, path: path)
    } catch {
      throw .file(error)
    }
  }

  /// Appends the numbers of `content` and gives their checksum; throws where one is not finite, or where other than
  /// `content.count` came. `name` and `shape` are for the error.
  mutating func append(
    _ content: TensorContent, name: String, shape: [Int]
  ) throws(CheckpointWritingError) -> UInt32 {
    var (checksum, byteCount, failure) = (UInt32(0), 0, CheckpointWritingError?.none)
    content.forEachPiece { piece in
      byteCount += piece.count
      guard failure == nil, byteCount <= content.byteCount else { return }
      guard isFinite(piece, content.type) else {
        failure = .notFinite(name: name)
        return
      }
      checksum = CRC32.checksum(piece, after: checksum)
      do throws(CheckpointWritingError) { try append(piece) } catch { failure = error }
    }
    if let failure { throw failure }
    guard byteCount == content.byteCount else {
      throw .wrongCount(name: name, shape: shape, found: byteCount / content.type.byteCount)
    }
    return checksum
  }

  /// Writes out what was gathered.
  mutating func flush() throws(CheckpointWritingError) {
    do {
      try WholeFile.append(gathered, to: descriptor, path: path)
    } catch {
      throw .file(error)
    }
    gathered.removeAll(keepingCapacity: true)
  }
}

/// Whether none of these numbers is infinite or not a number.
private func isFinite(_ bytes: UnsafeRawBufferPointer, _ type: TensorContent.NumberType) -> Bool {
  if type == .float16 {
    return stride(from: 0, to: bytes.count & ~1, by: 2).allSatisfy {
      bytes.loadUnaligned(fromByteOffset: $0, as: UInt16.self) & 0x7C00 != 0x7C00
    }
  }
  guard type == .float32 else { return true }
  // As in Tensor.isFinite: a carry out of an exponent of all ones, which vectorises.
  var carries: UInt32 = 0
  for offset in stride(from: 0, to: bytes.count & ~3, by: 4) {
    let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
    carries |= (bits & 0x7F80_0000) &+ 0x0080_0000
  }
  return carries & 0x8000_0000 == 0
}

/// Writes a checkpoint whole or not at all, see `WholeFile`.
func writeWhole(
  _ path: String, overwrite: Bool, content: (inout FileOutput) throws(CheckpointWritingError) -> Void
) throws(CheckpointWritingError) {
  func fill(_ descriptor: Int32) throws(CheckpointWritingError) {
    var output = FileOutput(descriptor, path: path)
    try content(&output)
    try output.flush()
  }
  try WholeFile.write(to: path, overwrite: overwrite, failure: CheckpointWritingError.file, fill: fill)
}

/// Why a checkpoint was not written; the file that was there before is as it was.
public enum CheckpointWritingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file can't be written there, or the disk is full.
  case file(WholeFileError)
  /// The numbers that were handed over for a tensor are not as many as its shape asks for.
  case wrongCount(name: String, shape: [Int], found: Int)
  /// A weight, or what the optimiser keeps of it, is infinite or not a number.
  case notFinite(name: String)
  case duplicateName(String)
  /// A tensor shares the numbers of one that doesn't come before it, or has another shape.
  case unknownOriginal(name: String, original: String)
  /// Some tensors come with what the optimiser keeps, and this one without.
  case momentsMissing(name: String)
  /// A name that the format keeps for itself.
  case reservedName(String)

  /// What is wrong, and on further lines what to do.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .wrongCount(let name, let shape, let found):
      "the checkpoint was not written: \(printable(name)) has the shape \(shape), but \(found) numbers"
    case .notFinite(let name):
      """
      the checkpoint was not written: \(printable(name)) holds an infinite value, or one that is not a number
      the training went wrong; go on from the checkpoint before it
      """
    case .duplicateName(let name): "the checkpoint was not written: \(printable(name)) is there twice"
    case .unknownOriginal(let name, let original):
      "the checkpoint was not written: \(printable(name)) shares the numbers of \(printable(original)), "
        + "which does not fit"
    case .momentsMissing(let name):
      "the checkpoint was not written: the optimiser's moments of \(printable(name)) are missing"
    case .reservedName(let name):
      "the checkpoint was not written: the format keeps the name \(printable(name)) for itself"
    }
  }
}
