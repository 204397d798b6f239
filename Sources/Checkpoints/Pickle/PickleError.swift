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
