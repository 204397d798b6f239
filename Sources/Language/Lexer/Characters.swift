/// What the bytes and characters of a program stand for.
enum Characters {
  /// Whether it is an ASCII letter.
  static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: false
    }
  }

  /// Whether it is an ASCII digit.
  static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  /// Whether it is a line feed or a carriage return.
  static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// Whether it is a space or a tab.
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// Whether an ASCII byte may stand in a bare word: letters, digits and what file names hold.
  static func isWordByte(_ byte: UInt8) -> Bool {
    if isLetter(byte) || isDigit(byte) { return true }
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "~"),
      UInt8(ascii: "+"), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "%"), UInt8(ascii: ","),
      UInt8(ascii: "="), UInt8(ascii: "*"), UInt8(ascii: "?"):
      return true
    default: return false
    }
  }

  /// Whether a character beyond ASCII may stand in a bare word: all but spaces, quotation marks and what can't be seen.
  static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value == 0xFFFD { return false }
    switch scalar.properties.generalCategory {
    case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .surrogate, .unassigned,
      .initialPunctuation, .finalPunctuation:
      return false
    // Joiners hold emoji and some scripts together; the other format characters only hide.
    case .format: return scalar.value == 0x200C || scalar.value == 0x200D
    default: return true
    }
  }

  /// Whether a character beyond ASCII may stand in a name.
  static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .decimalNumber, .letterNumber:
      true
    default: false
    }
  }

  /// The character that starts at an index of valid UTF-8, and how many bytes it has; nil at the end.
  static func scalar(in bytes: [UInt8], at index: Int) -> (scalar: Unicode.Scalar, length: Int)? {
    guard index < bytes.count else { return nil }
    var iterator = bytes[index..<min(index + 4, bytes.count)].makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return ("\u{FFFD}", 1) }
    return (scalar, UTF8.width(scalar))
  }

  /// A character as a message names it.
  static func name(of scalar: Unicode.Scalar) -> String {
    let hex = String(scalar.value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    switch scalar.value {
    case 0: return "a NUL byte"
    case 0xA0: return "a no-break space (\(code))"
    case 0xFFFD: return "a byte that is not UTF-8"
    case 0...0x1F, 0x7F...0x9F: return "the control character \(code)"
    default:
      switch scalar.properties.generalCategory {
      case .spaceSeparator, .lineSeparator, .paragraphSeparator: return "the space character \(code)"
      case .format, .control, .surrogate, .unassigned: return "the invisible character \(code)"
      default: return String(Character(scalar))
      }
    }
  }
}
