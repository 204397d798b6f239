/// What can be wrong with a zip archive.
public enum ZipError: Error, Equatable, Sendable, CustomStringConvertible {
  /// No end record: the end of the file is missing.
  case noEnd
  /// A table or an entry lies outside of the file.
  case outsideFile(String)
  /// Two places of the archive contradict each other; says which.
  case contradiction(String)
  case duplicateName(String)
  case overlap(String, String)
  /// The entry is packed or locked; torch.save never does that.
  case compressed(String)
  case encrypted(String)
  case severalDisks
  case checksum(String)
  case tooManyEntries(Int)

  /// What is wrong, and on further lines what to do.
  public var description: String {
    switch self {
    case .noEnd:
      "the end of the file is missing\nthe download or the copy was cut short; fetch it again"
    case .outsideFile(let what):
      "\(printable(what)) lies outside of the file\nthe file is cut short or damaged; fetch it again"
    case .contradiction(let what):
      "the archive is damaged: \(printable(what))\nfetch the file again"
    case .duplicateName(let name):
      "the archive holds \(printable(name)) twice\ntorch.save never writes such a file; do not trust it"
    case .overlap(let first, let second):
      """
      the entries \(printable(first)) and \(printable(second)) overlap
      torch.save never writes such a file; do not trust it
      """
    case .compressed(let name):
      """
      the entry \(printable(name)) is compressed
      the file was packed again by another program; re-save it with torch.save
      """
    case .encrypted(let name): "the entry \(printable(name)) is encrypted\nre-save the file with torch.save"
    case .severalDisks: "the archive is one part of several\njoin the parts first"
    case .checksum(let name):
      "the checksum of \(printable(name)) is wrong\nthe file is damaged; fetch it again"
    case .tooManyEntries(let count): "the archive lists \(count) entries, more than any checkpoint has"
    }
  }
}

/// What can be wrong with a pickle; each case says at which byte.
public enum PickleError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The bytes end in the middle of an instruction, or without a STOP.
  case truncated(at: Int)
  case unknownOpcode(UInt8, at: Int)
  case unknownProtocol(Int, at: Int)
  /// An instruction takes more values than there are, or of another kind; says which.
  case malformed(String, at: Int)
  /// Values refer to something that was never stored.
  case unknownReference(at: Int)
  /// More values than any checkpoint has.
  case tooManyValues(at: Int)
  /// The pickle itself is larger than any checkpoint's.
  case tooLarge(byteCount: Int)

  /// What is wrong, and on further lines what to do.
  public var description: String {
    switch self {
    case .truncated(let place):
      "its pickle ends too early, at byte \(place)\nthe file is damaged; fetch it again"
    case .unknownOpcode(let code, let place):
      "its pickle has the unknown instruction \(code) at byte \(place)\nthe file is damaged; fetch it again"
    case .unknownProtocol(let version, let place):
      "its pickle is of protocol \(version) (at byte \(place)), known are 0 to 5"
    case .malformed(let what, let place):
      "its pickle is broken at byte \(place): \(what)\nthe file is damaged or forged; fetch it again"
    case .unknownReference(let place):
      "its pickle refers to a value that it never stored, at byte \(place)\nthe file is damaged or forged"
    case .tooManyValues(let place):
      "its pickle makes more values than any checkpoint has (at byte \(place)); do not trust it"
    case .tooLarge(let count):
      "its pickle has \(count) bytes, more than any checkpoint's; do not trust it"
    }
  }
}

/// What can be wrong with a safetensors file.
public enum SafetensorsError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The header would not fit into the file, or is larger than any is.
  case headerLength(announced: UInt64, available: Int)
  /// The header is not the JSON that it should be; says what is wrong there.
  case header(at: Int, String)
  case duplicateName(String)
  case tooManyTensors
  case unknownType(String, name: String)
  /// The data of the tensor don't have the length that its shape and type ask for.
  case wrongLength(name: String, expected: Int?, found: Int)
  /// The tensors don't fill the data without gap and overlap, in the order of their places.
  case misplaced(name: String)
  /// The data end at another place than the file.
  case truncated(expected: Int, found: Int)

  /// What is wrong, and on further lines what to do.
  public var description: String {
    switch self {
    case .headerLength(let announced, let available):
      """
      the header of the safetensors file should have \(announced) bytes, which is impossible with \(available) left
      the file is cut short or damaged; fetch it again
      """
    case .header(let position, let what):
      "the header of the safetensors file is broken at byte \(position): \(printable(what))\nfetch the file again"
    case .duplicateName(let name): "the safetensors file holds \(printable(name)) twice; do not trust it"
    case .tooManyTensors: "the safetensors file lists more tensors than any model has"
    case .unknownType(let type, let name):
      "\(printable(name)) has the unknown type \(printable(type))"
    case .wrongLength(let name, let expected, let found):
      """
      \(printable(name)) has \(found) bytes, but its shape asks for \(expected.map(String.init) ?? "too many")
      the file is damaged; fetch it again
      """
    case .misplaced(let name):
      "the data of \(printable(name)) overlap others or leave a gap\nthe file is damaged or forged; fetch it again"
    case .truncated(let expected, let found):
      """
      the file should have \(expected) bytes and has \(found)
      the download or the copy was cut short; fetch it again
      """
    }
  }
}
