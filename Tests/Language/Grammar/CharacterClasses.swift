/// What the grammar says in words of single characters.
enum CharacterClasses {
  /// Whether a character is of a class, by the words for the class.
  typealias Class = @Sendable (Unicode.Scalar) -> Bool

  static let all: [String: Class] = [
    "any character but a line end": { !isLineEnd($0) },
    "a letter, mark or digit beyond ASCII": { !$0.isASCII && isLetter($0) },
    "any other character beyond ASCII, but no space and no quotation mark": {
      !$0.isASCII && !isLetter($0) && isSymbol($0)
    },
    "A to Z, a to z": { "A"..."Z" ~= $0 || "a"..."z" ~= $0 },
    "0 to 9": { "0"..."9" ~= $0 },
    "0 to 9, A to F, a to f": { "0"..."9" ~= $0 || "A"..."F" ~= $0 || "a"..."f" ~= $0 },
    "any character but \", \\, {, line ends and control characters": {
      !("\"\\{\u{7F}".unicodeScalars.contains($0) || $0.value < 0x20 && $0 != "\t")
    },
    "a space or a tab; a line end where it counts as one": { $0 == " " || $0 == "\t" },
    "a line feed or a carriage return": { isLineEnd($0) },
  ]

  /// Some characters of each class, to make sentences of; those of `\u{…}` are small enough to be characters.
  static let samples: [String: [Unicode.Scalar]] = [
    "any character but a line end": Array("ab (\"{#é".unicodeScalars),
    "a letter, mark or digit beyond ASCII": Array("éЖ".unicodeScalars),
    "any other character beyond ASCII, but no space and no quotation mark": ["🥁", "→"],
    "A to Z, a to z": Array("abkmxT".unicodeScalars),
    "0 to 9": Array("0123456789".unicodeScalars),
    "0 to 9, A to F, a to f": Array("0123456789abcdefABCDEF".unicodeScalars),
    "any character but \", \\, {, line ends and control characters": Array("ab }#)|;$'é🥁\t".unicodeScalars),
    "a space or a tab; a line end where it counts as one": Array("   \t".unicodeScalars),
    "a line feed or a carriage return": Array("\n\n\n\r".unicodeScalars),
  ]

  static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar == "\r" }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark,
      .decimalNumber, .letterNumber:
      true
    default: false
    }
  }

  private static func isSymbol(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol, .otherNumber, .otherPunctuation, .dashPunctuation:
      true
    default: false
    }
  }
}
