/// What bare words stand for.
enum Word {
  /// A number with its unit, a range, true, false, nothing, and else the text itself.
  static func value(_ word: String) throws(CommandFailure) -> Value {
    switch word {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "nothing": return .nothing
    default: break
    }
    // Only what begins like a number can be one.
    guard let first = word.utf8.first, Characters.isDigit(first) || "-+.".utf8.contains(first) else {
      return .string(word)
    }
    if let number = NumberLiteral.read(word) { return .number(number) }
    if let dots = word.firstRange(of: ".."), let first = NumberLiteral.read(String(word[..<dots.lowerBound])),
      let last = NumberLiteral.read(String(word[dots.upperBound...]))
    {
      return try .list(of: Value.range(.number(first), .number(last)))
    }
    return .string(word)
  }

  /// An argument of a script: a number when it reads as one, except for names such as 007 that would lose something.
  static func argument(_ word: String) -> Value {
    guard let number = NumberLiteral.read(word), number.unit != .none || number.description == word else {
      return .string(word)
    }
    return .number(number)
  }
}
