/// Reads numbers as they are written: digits, a decimal point, an exponent, and a unit directly behind.
package enum NumberLiteral {
  /// What stood at the start of the bytes, and the index behind it.
  package enum Outcome: Equatable {
    case number(Quantity, end: Int)
    /// Beyond what a double holds.
    case tooLarge(end: Int)
    case none
  }

  /// The units as they are written; 20ms is 20e-3 seconds.
  static let units: [(text: String, unit: Unit, exponent: Int)] = [
    ("kHz", .hertz, 3), ("Hz", .hertz, 0), ("ms", .seconds, -3), ("s", .seconds, 0), ("dB", .decibels, 0),
    ("%", .percent, 0),
  ]

  /// A number without a sign at `start`. Letters behind it that are no unit are left unread.
  package static func scan(_ bytes: [UInt8], from start: Int) -> Outcome {
    let isDigit = { (index: Int) in index < bytes.count && Characters.isDigit(bytes[index]) }
    var index = start
    while isDigit(index) { index += 1 }
    if index < bytes.count, bytes[index] == UInt8(ascii: "."), isDigit(index + 1) {
      index += 1
      while isDigit(index) { index += 1 }
    }
    guard index > start else { return .none }
    let mantissa = String(decoding: bytes[start..<index], as: UTF8.self)

    var exponent = 0
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      var digits = index + 1
      let isSigned = digits < bytes.count && (bytes[digits] == UInt8(ascii: "-") || bytes[digits] == UInt8(ascii: "+"))
      if isSigned { digits += 1 }
      if isDigit(digits) {
        let isNegative = isSigned && bytes[digits - 1] == UInt8(ascii: "-")
        let first = digits
        while isDigit(digits) { digits += 1 }
        let size = Int(String(decoding: bytes[first..<digits], as: UTF8.self)) ?? 99_999
        exponent = min(size, 99_999) * (isNegative ? -1 : 1)
        index = digits
      }
    }

    var unit = Unit.none
    for candidate in units {
      let end = index + candidate.text.utf8.count
      guard end <= bytes.count, bytes[index..<end].elementsEqual(candidate.text.utf8) else { continue }
      if end < bytes.count, Characters.isLetter(bytes[end]) || Characters.isDigit(bytes[end]) { continue }
      unit = candidate.unit
      exponent += candidate.exponent
      index = end
      break
    }
    // The unit's power of ten goes into the decimal text, so that 1.001kHz is the double nearest to 1001.
    guard let value = Double("\(mantissa)e\(exponent)"), value.isFinite else { return .tooLarge(end: index) }
    return .number(Quantity(value, unit), end: index)
  }

  /// The number that a whole text reads as, with a sign or without; nil when it is none or too large.
  package static func read(_ text: String) -> Quantity? {
    let bytes = Array(text.utf8)
    let isNegative = bytes.first == UInt8(ascii: "-")
    let start = isNegative || bytes.first == UInt8(ascii: "+") ? 1 : 0
    guard case .number(let quantity, end: bytes.count) = scan(bytes, from: start) else { return nil }
    return Quantity(isNegative ? -quantity.value : quantity.value, quantity.unit)
  }
}
