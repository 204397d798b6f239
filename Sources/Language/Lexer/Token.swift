/// A symbol of the language.
enum Symbol: String {
  case plus = "+"
  case minus = "-"
  case star = "*"
  case slash = "/"
  case percent = "%"
  case caret = "^"
  case assign = "="
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case range = ".."
  case dot = "."
  case comma = ","
  case pipe = "|"
  case semicolon = ";"
  case openParenthesis = "("
  case closeParenthesis = ")"
  case openBracket = "["
  case closeBracket = "]"
  case openBrace = "{"
  case closeBrace = "}"

  /// The symbol that a byte begins, given the one behind it.
  init?(_ byte: UInt8, _ next: UInt8) {
    let isDoubled = next == UInt8(ascii: "=")
    switch byte {
    case UInt8(ascii: "+"): self = .plus
    case UInt8(ascii: "-"): self = .minus
    case UInt8(ascii: "*"): self = .star
    case UInt8(ascii: "/"): self = .slash
    case UInt8(ascii: "%"): self = .percent
    case UInt8(ascii: "^"): self = .caret
    case UInt8(ascii: "="): self = isDoubled ? .equal : .assign
    case UInt8(ascii: "<"): self = isDoubled ? .lessOrEqual : .less
    case UInt8(ascii: ">"): self = isDoubled ? .greaterOrEqual : .greater
    case UInt8(ascii: "!") where isDoubled: self = .notEqual
    case UInt8(ascii: "."): self = next == byte ? .range : .dot
    case UInt8(ascii: ","): self = .comma
    case UInt8(ascii: "|"): self = .pipe
    case UInt8(ascii: ";"): self = .semicolon
    case UInt8(ascii: "("): self = .openParenthesis
    case UInt8(ascii: ")"): self = .closeParenthesis
    case UInt8(ascii: "["): self = .openBracket
    case UInt8(ascii: "]"): self = .closeBracket
    case UInt8(ascii: "{"): self = .openBrace
    case UInt8(ascii: "}"): self = .closeBrace
    default: return nil
    }
  }
}

/// A piece of an expression.
struct Token {
  /// What it is, with what it stands for.
  enum Kind: Equatable {
    case number(Quantity)
    case variable(String)
    /// A name without a dollar sign.
    case word(String)
    /// The quotation mark that opens a string.
    case quote
    case symbol(Symbol)
    case lineEnd
    case end
    /// What has no place in an expression; described for the message.
    case stray(String)
    case tooLarge
  }

  let kind: Kind
  let span: Span
}
